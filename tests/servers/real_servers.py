#!/usr/bin/env python3
"""Plays one scenario against real servers: nginx (plain, TLS, gzip, HTTP/2), nghttpd, h2o, Caddy, Apache, HAProxy, Node, Flask, Python's http.server.

    tests/servers/real_servers.py [--seconds 3] [--users 20] [--only nginx,flask]

Needs scripts/setup --peers. For each server: no unexpected failure, and as many requests in the server's own log as nest
counts (where the server writes one). Prints a line each; exits 1 if one disagrees. What is not installed is skipped, and
said so.
"""

import argparse
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

BIN = pathlib.Path(os.environ.get("NEST_BIN", "build/release/bin")).resolve()

SCENARIO = """
taskset Visitor {
  task(5) page { GET "/index.html" { expect status == 200, contains(body, "hello") } }
  task(2) large { GET "/large.txt" { expect status == 200, size == 300000 } }
  task(1) missing { GET "/missing-{random(1, 9)}" { name "missing"  expect status == 404 } }
  task(1) head { HEAD "/index.html" { expect status == 200, size == 0 } }
}
"""
COMPRESSED = """
taskset Visitor {
  task page { GET "/large.txt" { compressed  expect status == 200, size < 100000, contains(body, "of text") } }
}
"""
MULTIPLEXED = """
taskset Visitor {
  task(3) together {
    parallel {
      GET "/index.html" { expect status == 200, contains(body, "hello") }
      GET "/large.txt" { expect status == 200, size == 300000 }
      GET "/missing" { expect status == 404 }
      HEAD "/index.html" { expect status == 200, size == 0 }
    }
  }
  task(1) page { GET "/index.html" { expect status == 200, contains(body, "hello") } }
}
"""
API = """
taskset Client {
  task(3) echo { let n = random(1, 1000)  POST "/echo" { json { n: n, text: "h\\u{e9}llo" }  expect status == 200, json.n == n } }
  task(1) chunked { GET "/chunked" { expect status == 200, contains(body, "part 3") } }
  task(1) redirect { GET "/redirect" { expect status == 200, json.arrived == true } }
  task(1) cookie { GET "/set-cookie"  GET "/get-cookie" { expect json.cookie == "v1" } }
}
"""

NODE = """
const http = require('http');
http.createServer((q, s) => {
  const json = (v, h) => { const t = JSON.stringify(v); s.writeHead(200, {'content-type': 'application/json',
    'content-length': Buffer.byteLength(t), ...h}); s.end(t); };
  if (q.url === '/echo') { let b = ''; q.on('data', c => b += c); q.on('end', () => json(JSON.parse(b))); }
  else if (q.url === '/chunked') { s.write('part 1 '); s.write('part 2 '); setTimeout(() => s.end('part 3'), 5); }
  else if (q.url === '/redirect') { s.writeHead(302, {location: '/arrived'}); s.end(); }
  else if (q.url === '/arrived') json({arrived: true});
  else if (q.url === '/set-cookie') json({}, {'set-cookie': 'c=v1; Path=/'});
  else if (q.url === '/get-cookie') json({cookie: (/c=(\\w+)/.exec(q.headers.cookie || '') || [])[1]});
  else { s.writeHead(404); s.end(); }
}).listen(+process.argv[2], '127.0.0.1');
"""
FLASK = """
import sys
from flask import Flask, request, jsonify, redirect, Response
app = Flask(__name__)
@app.post('/echo')
def echo(): return jsonify(request.get_json())
@app.get('/chunked')
def chunked(): return Response(f'part {i} ' for i in (1, 2, 3))
@app.get('/redirect')
def away(): return redirect('/arrived')
@app.get('/arrived')
def arrived(): return jsonify(arrived=True)
@app.get('/set-cookie')
def set_cookie():
    answer = jsonify(ok=True); answer.set_cookie('c', 'v1'); return answer
@app.get('/get-cookie')
def get_cookie(): return jsonify(cookie=request.cookies.get('c'))
app.run('127.0.0.1', int(sys.argv[1]), threaded=True)
"""
NGINX = """
worker_processes 1; daemon off; error_log stderr crit; pid {f}/pid; user root;
events {{ worker_connections 4000; }}
http {{ access_log {f}/access.log; {temp}
  server {{ {listen} root {f}/www; {more} }} }}
"""
APACHE = """
ServerRoot {f}
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {f}/pid
ErrorLog {f}/error.log
LoadModule mpm_event_module {m}/mod_mpm_event.so
LoadModule authz_core_module {m}/mod_authz_core.so
LoadModule mime_module {m}/mod_mime.so
TypesConfig /etc/mime.types
LogFormat "%r" common
CustomLog {f}/access.log common
User www-data
Group www-data
MaxKeepAliveRequests 100
DocumentRoot {f}/www
<Directory {f}/www>
Require all granted
</Directory>
"""
HAPROXY = """
defaults
  mode http
  timeout connect 5s
  timeout client 30s
  timeout server 30s
frontend f
  bind 127.0.0.1:{port}
  default_backend b
backend b
  server s 127.0.0.1:{backend}
"""

H2O = """
user: root
num-threads: 1
pid-file: {f}/pid
hosts:
  default:
    listen:
      host: 127.0.0.1
      port: {port}
      ssl:
        certificate-file: {f}/cert.pem
        key-file: {f}/key.pem
    paths:
      "/":
        file.dir: {f}/www
    access-log: {f}/access.log
"""
CADDY = """
{{
  admin off
  auto_https off
  storage file_system {f}/caddy
}}
https://127.0.0.1:{port} {{
  tls {f}/cert.pem {f}/key.pem
  root * {f}/www
  log {{
    output file {f}/access.log
  }}
  file_server
}}
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(port, process):
    for _ in range(200):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the server does not listen")


def start(command, port, folder):
    process = subprocess.Popen(command, stdout=open(folder / "server.out", "a"), stderr=subprocess.STDOUT, cwd=folder)
    wait_for(port, process)
    return process


def nginx(folder, port, more="", tls=""):
    temp = " ".join(f"{k}_temp_path {folder}/{k};" for k in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(NGINX.format(f=folder, temp=temp, more=more, listen=f"listen 127.0.0.1:{port}{tls};"))
    return [start(["nginx", "-c", str(folder / "nginx.conf")], port, folder)]


def make_certificate(folder):
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", folder / "key.pem", "-out",
                    folder / "cert.pem", "-days", "2", "-subj", "/CN=localhost", "-addext",
                    "subjectAltName=DNS:localhost,IP:127.0.0.1"], check=True, capture_output=True)


def nginx_tls(folder, port, more=""):
    make_certificate(folder)
    return nginx(folder, port, f"ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;", " ssl" + more)


def nghttpd(folder, port):
    return [start(["nghttpd", "--no-tls", "-d", str(folder / "www"), str(port)], port, folder)]


def h2o(folder, port):
    make_certificate(folder)
    (folder / "h2o.conf").write_text(H2O.format(f=folder, port=port))
    return [start(["h2o", "-m", "worker", "-c", str(folder / "h2o.conf")], port, folder)]


def caddy(folder, port):
    make_certificate(folder)
    (folder / "Caddyfile").write_text(CADDY.format(f=folder, port=port))
    return [start(["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")], port, folder)]


def apache(folder, port):
    (folder / "apache.conf").write_text(APACHE.format(f=folder, port=port, m="/usr/lib/apache2/modules"))
    return [start(["apache2", "-f", str(folder / "apache.conf"), "-DFOREGROUND"], port, folder)]


def haproxy(folder, port):
    backend = free_port()
    servers = nginx(folder, backend)
    (folder / "haproxy.cfg").write_text(HAPROXY.format(port=port, backend=backend))
    return [start(["haproxy", "-f", str(folder / "haproxy.cfg")], port, folder), *servers]


def node(folder, port):
    (folder / "server.js").write_text(NODE)
    return [start(["node", "server.js", str(port)], port, folder)]


def flask(folder, port):
    (folder / "server.py").write_text(FLASK)
    return [start(["/usr/bin/python3", "server.py", str(port)], port, folder)]


def python_server(folder, port):
    return [start([sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory",
                   str(folder / "www")], port, folder)]


# name: (program needed, start, scenario, scheme, more arguments)
SERVERS = {
    "nginx": ("nginx", nginx, SCENARIO, "http", []),
    "nginx gzip": ("nginx", lambda f, p: nginx(f, p, "gzip on; gzip_types text/plain;"), COMPRESSED, "http", []),
    "nginx tls": ("nginx", nginx_tls, SCENARIO, "https", ["--cacert", "{f}/cert.pem"]),
    "nginx h2": ("nginx", lambda f, p: nginx_tls(f, p, " http2"), MULTIPLEXED, "https", ["--cacert", "{f}/cert.pem", "--http", "2"]),
    "nginx h2c": ("nginx", lambda f, p: nginx(f, p, tls=" http2"), MULTIPLEXED, "http", ["--http", "2"]),
    "nginx h1": ("nginx", nginx_tls, MULTIPLEXED, "https", ["--cacert", "{f}/cert.pem", "--http", "2"]),
    "nghttpd": ("nghttpd", nghttpd, MULTIPLEXED, "http", ["--http", "2"]),
    "h2o h2": ("h2o", h2o, MULTIPLEXED, "https", ["--cacert", "{f}/cert.pem", "--http", "2"]),
    "h2o h1": ("h2o", h2o, SCENARIO, "https", ["--cacert", "{f}/cert.pem"]),
    "caddy h2": ("caddy", caddy, MULTIPLEXED, "https", ["--cacert", "{f}/cert.pem", "--http", "2"]),
    "caddy h1": ("caddy", caddy, SCENARIO, "https", ["--cacert", "{f}/cert.pem"]),
    "apache": ("apache2", apache, SCENARIO, "http", []),
    "haproxy": ("haproxy", haproxy, SCENARIO, "http", []),
    "node": ("node", node, API, "http", []),
    "flask": ("flask", flask, API, "http", []),
    "http.server": ("python3", python_server, SCENARIO, "http", []),
}

# Where every request has to be answered by HTTP/2; everywhere else none.
BY_HTTP_2 = {"nginx h2", "nginx h2c", "nghttpd", "h2o h2", "caddy h2"}


def logged(folder):
    time.sleep(0.3)
    log = folder / "access.log"
    return sum(1 for _ in open(log, "rb")) if log.exists() else None


def try_one(name, options):
    _, begin, scenario, scheme, arguments = SERVERS[name]
    with tempfile.TemporaryDirectory() as path:
        folder = pathlib.Path(path)
        folder.chmod(0o755)
        (folder / "www").mkdir()
        (folder / "www" / "index.html").write_text("<p>hello</p>")
        (folder / "www" / "large.txt").write_text("".join(f"line {i:>5} of text\n" for i in range(20000))[:300000])
        (folder / "case.nest").write_text(scenario)
        port = free_port()
        servers = begin(folder, port)
        try:
            done = subprocess.run([BIN / "nest", "run", folder / "case.nest", "--host", f"{scheme}://127.0.0.1:{port}",
                                   "-u", str(options.users), "-r", str(options.users), "-t", f"{options.seconds}s",
                                   "--stop-timeout", "5s", "--yes", "--json", folder / "out.json",
                                   *[a.format(f=folder) for a in arguments]],
                                  stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
            counted = logged(folder)
        finally:
            for server in servers:
                server.terminate()
            for server in servers:
                server.wait()
        if not (folder / "out.json").exists():
            print(done.stdout + done.stderr)
            return False
        total = json.loads((folder / "out.json").read_text())["all"]
        agrees = counted is None or counted == total["requests"]
        versions_agree = total["http_2"] == (total["requests"] if name in BY_HTTP_2 else 0)
        good = done.returncode == 0 and total["failures"] == 0 and agrees and versions_agree
        times = total["response_time_ms"]
        print(f"{name:12} {total['requests']:>8} requests {total['failures']:>5} failed  "
              f"log {'-' if counted is None else counted:>8}  p50 {times['p50']:8.3f} ms  p99 {times['p99']:8.3f} ms  "
              f"{'ok' if good else 'DISAGREES'}", flush=True)
        if not good:
            print(done.stdout + done.stderr)
        return good


def available(name):
    program = SERVERS[name][0]
    if program == "flask":
        return subprocess.run(["/usr/bin/python3", "-c", "import flask"], capture_output=True).returncode == 0
    return shutil.which(program) is not None or pathlib.Path("/usr/sbin", program).exists()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    os.environ["PATH"] += ":/usr/sbin"
    wanted = [n for n in SERVERS if not options.only or n in options.only.split(",")]
    good = True
    for name in wanted:
        if not available(name):
            print(f"{name:12} not installed: skipped")
            continue
        good = try_one(name, options) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
