"""Sockets: out to the network, to this machine's services, and to the grader's own ports."""

from __future__ import annotations

from coursegrader.attacks.attack import Attack
from coursegrader.attacks.making import code, typed


def _attack(identity: str, title: str, tries: str, text: str, never: str | None = None, again: bool = False) -> Attack:
    return Attack(
        identity,
        "secrets",
        title,
        tries,
        typed(first=f"import socket\nsocket.setdefaulttimeout(1)\n{text}"),
        never=never,
        again=again,
    )


_ASK = """
def ask(family, address):
    with socket.socket(family, socket.SOCK_STREAM) as s:
        s.settimeout(1)
        s.connect(address)
        return b"connected " + s.recv(100)
"""

ATTACKS = (
    _attack(
        "loopback-port",
        "a TCP port of the grader",
        "connects to 127.0.0.1, ::1 and the machine's own addresses",
        _ASK
        + code("""
        for address in ('127.0.0.1', '0.0.0.0', '$HOST', '127.1.2.3'):
            tried(lambda: ask(socket.AF_INET, (address, $PORT)))
        tried(lambda: ask(socket.AF_INET6, ('::1', $PORT)))
"""),
        never="connected",
    ),
    _attack(
        "datagrams",
        "UDP to the grader",
        "sends what it knows to a UDP port",
        code("""
        def send():
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
                return s.sendto(b'hello', ('127.0.0.1', $PORT))
        tried(send)
"""),
    ),
    _attack(
        "internet-and-dns",
        "name look-ups and the internet",
        "DNS, a web server and a proxy, to carry text out",
        _ASK
        + code("""
        tried(lambda: socket.getaddrinfo('example.org', 80))
        for address in (('1.1.1.1', 53), ('93.184.215.14', 80), ('169.254.169.254', 80)):
            tried(lambda: ask(socket.AF_INET, address))
        import urllib.request
        tried(lambda: urllib.request.urlopen('http://169.254.169.254/latest/meta-data/', timeout=1).status)
"""),
        never="connected|^200",
    ),
    _attack(
        "abstract-socket",
        "an abstract Unix socket",
        "connects to the grader's socket, which no file permission guards",
        _ASK
        + code(r"""
        tried(lambda: ask(socket.AF_UNIX, '\0$ABSTRACT'))
        names = [l.split()[-1] for l in open('/proc/net/unix').read().splitlines() if '@' in l]
        got(f'{len(names)} others')
        for name in names[:20]: tried(lambda: ask(socket.AF_UNIX, '\0' + name[1:]))
"""),
        never="connected",
    ),
    _attack(
        "socket-files",
        "sockets of the system's services",
        "Docker, D-Bus, systemd and whatever lies under /run and /tmp",
        _ASK
        + code("""
        import stat, glob
        paths = ['/run/docker.sock', '/run/dbus/system_bus_socket', '/run/systemd/private', '/run/containerd.sock']
        for path in paths + glob.glob('/tmp/.X11-unix/*') + glob.glob('/run/**/*.sock', recursive=True):
            tried(lambda: ask(socket.AF_UNIX, path))
"""),
        never="connected",
    ),
    _attack(
        "rare-sockets",
        "netlink, packet, raw, vsock and crypto sockets",
        "kernel interfaces that are reached through sockets",
        code("""
        kinds = [('packet', 17, 3), ('raw', 2, 3), ('netlink', 16, 3), ('vsock', 40, 1), ('alg', 38, 5)]
        for name, family, kind in [*kinds, ('bluetooth', 31, 3), ('xdp', 44, 3)]:
            def make():
                s = socket.socket(family, kind, 0)
                if name == 'vsock': s.connect((2, 22))
                return f'{name} made'
            tried(make)
"""),
        never=r"made",
    ),
    _attack(
        "listen-for-the-next",
        "a server for the next learner",
        "a daemon that listens and says this learner's answers to whoever comes later",
        code("""
        def earlier():
            with socket.create_connection(('127.0.0.1', 47113), 1) as s: return s.recv(5)
        tried(earlier)
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                try:
                    s = socket.socket()
                    s.bind(('127.0.0.1', 47113)); s.listen()
                    while True: s.accept()[0].sendall(b'FOUND')
                finally: os._exit(0)
            os._exit(0)
        os.wait()
"""),
        never="FOUND",
        again=True,
    ),
)
