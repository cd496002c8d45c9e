"""The server that is compared with: one call of the translator for each request, on the same weights.

`python -m benchmarks.plain` tells its address on standard error and serves until it is killed.
"""

import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock

from translate import models
from translate.formats import newswire
from translate.formats.json import row
from translate.opening import open_translator
from translate.settings import Settings


def main() -> None:
    """Serve `/v1/translate` alone, on a free port of this machine."""
    settings = Settings.read(os.environ)
    translator, lock = open_translator(settings, models.find("compact", settings)), Lock()

    class Plain(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # an answer in two small packets would wait for the client's acknowledgement
        wbufsize = -1

        def do_POST(self) -> None:
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with lock:
                bitext = translator.translate(newswire.parse(said["text"]))
            rows = [row(bead) for bead in bitext.beads]
            text = " ".join(bead.target for bead in bitext.beads)
            body = json.dumps({"translations": [{"text": text, "rows": rows}]}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

    server = Server(("127.0.0.1", 0), Plain)
    print(f"plain: http://127.0.0.1:{server.server_address[1]} (one call a request)", file=sys.stderr, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
