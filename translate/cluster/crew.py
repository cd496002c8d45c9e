"""The workers as the one sees them who asks: each has windows in hand, and one that falls loses none."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from translate.cluster.seats import Seat
from translate.document import Bead
from translate.engines import Decoding, Hypothesis
from translate.errors import AudarmaError, ModelError
from translate.task import Task

# A window is sent to so many workers, and once more to one that holds no other: one that ends each of them must not end
# all, and is not to be mistaken for one that was beside it.
TRIES = 2
# Windows a worker has at a time: its model is at work while another's terms and checks are seen to. Small questions,
# such as how long sentences are, it answers beside them.
EACH = 2
# How long a worker may take to load its model, in seconds.
PATIENCE = 600.0
# Before a worker that can't be reached is asked again, in seconds.
_PAUSE = 0.2


@dataclass(slots=True)
class Post:
    """A worker as the driver sees it; `waking` is its first answer after a fall."""

    seat: Seat
    actor: Any
    waking: Any = None
    gone: bool = False


@dataclass(slots=True)
class _Sent:
    """A window on its way, at whose post, and how many it was sent to; `suspect` once so many have fallen with it."""

    tasks: Sequence[Task]
    post: Post
    answer: Any
    tries: int = 1
    suspect: bool = False


@dataclass(slots=True)
class Crew:
    """Workers that make beads; a window whose worker falls goes to another.

    `recipe` is where Ray keeps what each call brings along; `say` is told of each fall.
    """

    ray: Any
    recipe: Any
    posts: list[Post]
    say: Callable[[str], None]
    _out: list[_Sent] = field(default_factory=list)

    @property
    def most(self) -> int:
        """How many windows may be in hand at once."""
        return EACH * len(self.posts)

    def begin(self, tasks: Sequence[Task]) -> Callable[[], list[Bead]]:
        """Begin with a window; see `Hands`."""
        post = self._free()
        sent = _Sent(tasks, post, post.actor.beads.remote(self.recipe, tasks))
        self._out.append(sent)
        return partial(self._beads, sent)

    def ask(self, method: str, *arguments: Any) -> Any:
        """What any worker answers."""
        while True:
            post = self._free()
            try:
                return self._got(getattr(post.actor, method).remote(self.recipe, *arguments))
            except self.ray.exceptions.RayError:
                self._fell(post)

    def _beads(self, sent: _Sent) -> list[Bead]:
        try:
            while not sent.suspect:
                try:
                    beads: list[Bead] = self._got(sent.answer)
                    return beads
                except self.ray.exceptions.RayError:
                    self._fell(sent.post)
            return self._alone(sent)
        finally:
            self._out.remove(sent)

    def _alone(self, sent: _Sent) -> list[Bead]:
        """The beads of a suspect, from a worker that holds nothing else. Raises ModelError where that falls too."""
        post = self._idle()
        try:
            beads: list[Bead] = self._got(post.actor.beads.remote(self.recipe, sent.tasks))
            return beads
        except self.ray.exceptions.RayError:
            self._fell(post)
            raise ModelError(
                f"{TRIES + 1} workers were lost over the same sentences, the last on {post.seat.node.host}: perhaps "
                "for want of memory; try fewer --workers. What is translated is kept: start again to go on"
            ) from None

    def _idle(self) -> Post:
        """The worker with least in hand, once it has made that."""
        while True:
            post = self._free()
            if all(self._lasted(one.answer) for one in self._out if one.post is post and not one.suspect):
                return post
            self._fell(post)

    def _lasted(self, answer: Any) -> bool:
        """Whether the worker is still there once the answer is."""
        try:
            self.ray.get(answer)
        except self.ray.exceptions.RayTaskError:
            return True
        except self.ray.exceptions.RayError:
            return False
        return True

    def _got(self, answer: Any) -> Any:
        """An answer, or the error that was raised there; Ray's own errors say that the worker is lost."""
        try:
            return self.ray.get(answer)
        except self.ray.exceptions.RayTaskError as error:
            raise (error.cause if isinstance(error.cause, AudarmaError) else RuntimeError(str(error))) from None

    def _fell(self, post: Post) -> None:
        """All that this worker had in hand goes to others, but for what has ended several."""
        self.say(f"a worker on {post.seat.node.host} was lost; its sentences go to another")
        post.waking = post.actor.ready.remote(self.recipe)
        for sent in [one for one in self._out if one.post is post and not one.suspect]:
            if sent.tries == TRIES:
                sent.suspect = True
                continue
            sent.tries += 1
            sent.post = self._free()
            sent.answer = sent.post.actor.beads.remote(self.recipe, sent.tasks)

    def _free(self) -> Post:
        """The worker with least in hand; where all have fallen, the first that is back. Raises ModelError."""
        while True:
            for post in self.posts:
                self._look(post)
            able = [post for post in self.posts if not post.waking and not post.gone]
            if able:
                return min(able, key=lambda post: sum(one.post is post and not one.suspect for one in self._out))
            coming = [post.waking for post in self.posts if not post.gone]
            if not coming or not self.ray.wait(coming, timeout=PATIENCE)[0]:
                raise ModelError(
                    "all workers are lost: look after their machines. What is translated is kept: start again to go on"
                )

    def _look(self, post: Post) -> None:
        """Whether a fallen worker is up again, or gone for good."""
        if not post.waking or not self.ray.wait([post.waking], timeout=0)[0]:
            return
        try:
            self.ray.get(post.waking)
            post.waking = None
        except self.ray.exceptions.ActorUnavailableError:
            time.sleep(_PAUSE)
            post.waking = post.actor.ready.remote(self.recipe)
        except self.ray.exceptions.RayError:
            post.waking, post.gone = None, True


@dataclass(frozen=True, slots=True)
class Distant:
    """The workers' engine as the driver sees it: it is asked there."""

    name: str
    longest: int
    crew: Crew

    def lengths(self, sentences: Sequence[str]) -> list[int]:
        """How many pieces each sentence has; see `Engine`."""
        found: list[int] = self.crew.ask("lengths", sentences)
        return found

    def translate(self, sentences: Sequence[str], decoding: Decoding) -> list[Hypothesis]:
        """Translate each sentence; see `Engine`."""
        found: list[Hypothesis] = self.crew.ask("translate", sentences, decoding)
        return found
