"""Other processes: their environment, memory and descriptors, and what a warm parent may have left in this one."""

from __future__ import annotations

from coursegrader.attacks.attack import Attack
from coursegrader.attacks.making import code, typed

_LIBC = "libc = ctypes.CDLL(None, use_errno=True)\n"


def _attack(identity: str, title: str, tries: str, text: str, never: str | None = None) -> Attack:
    return Attack(identity, "secrets", title, tries, typed(first=text), never=never, may_lose=frozenset({"greeting"}))


_PROCESSES = """
def processes():
    try:
        return [name for name in os.listdir("/proc") if name.isdigit()]
    except OSError as error:
        got(f"/proc: {error.strerror}")
        return []
"""
_SEARCH = """
import re
WORD = re.compile(rb"keel[0-9a-f]{16}")


def search(process):
    hits = set()
    with open(f"/proc/{process}/maps") as maps, open(f"/proc/{process}/mem", "rb", 0) as memory:
        for line in maps:
            area, rights = line.split()[:2]
            if not rights.startswith("r"):
                continue
            start, end = (int(n, 16) for n in area.split("-"))
            try:
                memory.seek(start)
                for _ in range(start, end, 1 << 24):
                    hits |= set(WORD.findall(memory.read(min(1 << 24, end - start))))
            except (OSError, ValueError, OverflowError):
                continue
    return hits
"""

ATTACKS = (
    _attack(
        "environment",
        "the grader's environment",
        "os.environ and every readable /proc/*/environ",
        _PROCESSES
        + code("""
        got(dict(os.environ))
        texts = []
        for name in processes():
            try: texts.append(open(f'/proc/{name}/environ').read())
            except OSError: pass
        got(texts)
        tried(lambda: open('/proc/$PID/environ').read())
"""),
    ),
    _attack(
        "other-processes",
        "a list of everybody's processes",
        "command lines, folders and descriptors under /proc",
        _PROCESSES
        + code("""
        seen = []
        for name in processes():
            for part in ('cmdline', 'cwd', 'root', 'fd'):
                path = f'/proc/{name}/{part}'
                try: seen.append(open(path).read() if part == 'cmdline' else os.listdir(path))
                except OSError: pass
        got(f'{len(seen)} things seen')
        tried(lambda: open('/proc/$PID/cmdline').read())
        got(str(seen))
"""),
        never=r"private\.txt|test_total\.py|gradebook\.db",
    ),
    _attack(
        "memory-of-the-warm-parent",
        "secrets in this process's own memory",
        "searches its heap for words of earlier submissions and tests",
        _SEARCH + "tried(lambda: f'own: {search(\"self\")}')",
        never=r"own: \{b",
    ),
    _attack(
        "memory-of-others",
        "memory of every other process",
        "/proc/*/mem of the parent, the grader and whoever is there",
        _PROCESSES
        + _SEARCH
        + code("""
        for process in [os.getppid(), 1, $PID, *processes()]:
            if int(process) != os.getpid(): tried(lambda: search(process))
"""),
        never=r"\{b'keel",
    ),
    _attack(
        "rewrite-parent",
        "the warm parent's memory rewritten",
        "opens the parent's memory for writing, so that the next learner runs its code",
        code("""
        for process in {os.getppid(), 1, 2, 3, $PID}:
            tried(lambda: open(f'/proc/{process}/mem', 'r+b', 0).write(b'') or 'opened')
"""),
        never=r"opened",
    ),
    _attack(
        "ptrace",
        "ptrace of the parent",
        "attaches and seizes the parent, the grader and process 1",
        _LIBC
        + code("""
        for process in (os.getppid(), 1, $PID):
            for request in (16, 0x4206):
                done = libc.ptrace(request, process, 0, 0) == 0
                got(f'{request}: ' + ('attached' if done else os.strerror(ctypes.get_errno())))
"""),
        never=r"attached",
    ),
    _attack(
        "process-vm-readv",
        "process_vm_readv",
        "reads the parent's memory by system call",
        _LIBC
        + code("""
        import struct
        buffer = ctypes.create_string_buffer(64)
        class V(ctypes.Structure):
            _fields_ = [('base', ctypes.c_void_p), ('len', ctypes.c_size_t)]
        mine = V(ctypes.addressof(buffer), 64); theirs = V(id(os), 64)
        for process in (os.getppid(), 1, $PID):
            n = libc.process_vm_readv(process, ctypes.byref(mine), 1, ctypes.byref(theirs), 1, 0)
            got(f'read {n} bytes' if n > 0 else os.strerror(ctypes.get_errno()))
"""),
        never=r"read \d+ bytes",
    ),
    _attack(
        "pidfd-getfd",
        "another process's descriptors",
        "pidfd_getfd, and /proc/*/fd of the parent",
        _LIBC
        + code("""
        def take():
            handle = os.pidfd_open(os.getppid())
            for fd in range(3, 64):
                n = libc.syscall(438, handle, fd, 0)
                if n >= 0: return 'taken'
            return os.strerror(ctypes.get_errno())
        tried(take)
        def by_proc():
            folder = f'/proc/{os.getppid()}/fd'
            return [open(f'{folder}/{fd}', 'rb', 0) and 'taken' for fd in os.listdir(folder) if int(fd) > 2]
        tried(by_proc)
"""),
        never=r"taken",
    ),
    Attack(
        "kill-everybody",
        "secrets",
        "signals to everybody",
        "kill(-1), and signals to the parent, process 1 and the grader",
        typed(
            first=code("""
        import signal
        for process in (1, $PID):
            for number in (signal.SIGSTOP, signal.SIGKILL):
                tried(lambda: os.kill(process, number))
"""),
            # in a cell of its own: where these reach what its own notebook runs in, it says nothing any more
            last=code("""
        for number in (signal.SIGSTOP, signal.SIGKILL):
            tried(lambda: os.kill(os.getppid(), number))
        if os.fork() == 0:
            os.setsid(); os.kill(-1, 9)
"""),
        ),
        may_lose=frozenset({"greeting"}),
    ),
    _attack(
        "inherited-descriptors",
        "descriptors left open",
        "reads and lists whatever 3 to 1024 still are",
        code("""
        import fcntl
        for fd in range(3, 1024):
            try: name = os.readlink(f'/proc/self/fd/{fd}')
            except OSError: continue
            got(f'{fd}: {name}')
            if not name.startswith('socket'):
                tried(lambda: os.pread(fd, 4096, 0))
                tried(lambda: os.listdir(fd))
"""),
        never=r"coursegrader-attacks|gradebook|graders",
    ),
    _attack(
        "import-the-grader",
        "the trusted side imported",
        "imports the suite, the grader, nbgrader's gradebook",
        code("""
        import importlib
        sys.path += ['$COURSE/graders/harbour', '$COURSE']
        for name in ('test_total', 'coursegrader.grader_side.grade', 'coursegrader.pipeline', 'coursegrader.results'):
            tried(lambda: importlib.import_module(name))
"""),
        never=r"<module",
    ),
    _attack(
        "shared-memory",
        "System V and POSIX shared memory, message queues",
        "lists and attaches what other users have made",
        code(r"""
        for name in ('shm', 'sem', 'msg'):
            tried(lambda: open(f'/proc/sysvipc/{name}').read().count('\n') - 1)
        got(os.listdir('/dev/shm'))
        tried(lambda: os.listdir('/dev/mqueue'))
"""),
        never=r"^[1-9]\d*$",
    ),
    _attack(
        "privileged-calls",
        "dangerous system calls",
        "bpf, userfaultfd, keyctl, io_uring, perf_event_open, kexec, module loading, fanotify",
        _LIBC
        + code("""
        import platform
        names = ['bpf', 'userfaultfd', 'keyctl', 'add_key', 'perf', 'init_module', 'fanotify', 'swapoff', 'io_uring']
        numbers = {'x86_64': [321, 323, 250, 248, 298, 175, 300, 168, 425],
                   'aarch64': [280, 282, 219, 217, 241, 105, 262, 225, 425]}[platform.machine()]
        room = ctypes.create_string_buffer(256)
        arguments = {'keyctl': (0, -3, 1), 'io_uring': (8, ctypes.byref(room)), 'perf': (0, 0, -1, -1, 0)}
        for name, number in zip(names, numbers):
            ctypes.set_errno(0)
            result = libc.syscall(number, *arguments.get(name, (0, 0, 0, 0, 0)))
            got(f'{name} allowed' if result >= 0 else f'{name}: {os.strerror(ctypes.get_errno())}')
"""),
        never=r"allowed",
    ),
    _attack(
        "new-namespaces",
        "namespaces of its own",
        "unshare, setns, clone3, mount, pivot_root and chroot, to undo the read-only view",
        _LIBC
        + code("""
        def call(name, *args):
            if os.fork() == 0:
                result = getattr(libc, name)(*args)
                os._exit(0 if result == 0 else ctypes.get_errno() % 200 or 255)
            code = os.waitstatus_to_exitcode(os.wait()[1])
            got(f'{name} allowed' if code == 0 else f'{name}: {os.strerror(code)}')
        for flags in (0x10000000, 0x00020000, 0x20000000, 0x40000000, 0x10020000): call('unshare', flags)
        call('mount', b'none', b'/tmp', b'tmpfs', 0, None)
        call('umount2', b'/tmp', 2)
        call('chroot', b'/tmp')
        call('setns', os.open('/proc/self/ns/mnt', 0), 0)
        call('syscall', 155, b'/tmp', b'/tmp')
"""),
        never=r"allowed",
    ),
    _attack(
        "set-user-id",
        "programs that raise their rights",
        "su, sudo, mount and setuid(0)",
        code("""
        import subprocess, shutil
        tried(lambda: os.setuid(0) or 'now root')
        tried(lambda: os.setgroups([0]) or 'now root')
        for line in ('su -c id', 'sudo -n id', 'mount -t tmpfs x /mnt', 'newgrp root'):
            command = line.split()
            if shutil.which(command[0]):
                done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=20)
                got(f'{command[0]}: {done.returncode} {done.stderr.strip()[-60:]}{done.stdout}')
"""),
        never=r"now root|uid=0|: 0 ",
    ),
    _attack(
        "kernel-settings",
        "settings of the kernel and of its own control group",
        "writes to /proc/sys and /sys, leaves its group, saves itself from the out-of-memory killer",
        code("""
        paths = ['/proc/sys/kernel/core_pattern', '/proc/sys/vm/overcommit_memory', '/proc/sysrq-trigger']
        paths += ['/sys/fs/cgroup/cgroup.procs', '/sys/fs/cgroup/memory.max', '/sys/fs/cgroup/memory/tasks']
        for path in paths:
            tried(lambda: open(path, 'r+b', 0) and 'opened')
        tried(lambda: open('/proc/self/oom_score_adj', 'w').write('-1000') and 'opened')
"""),
        never="opened",
    ),
    _attack(
        "terminal-input",
        "keys typed into the grader's terminal",
        "TIOCSTI on the controlling terminal and on every descriptor",
        code("""
        import fcntl
        tried(lambda: open('/dev/tty', 'r+b', 0) and 'opened')
        for fd in range(0, 64):
            try: fcntl.ioctl(fd, 0x5412, b'x')
            except OSError: continue
            got('opened')
        tried(lambda: os.listdir('/dev/pts'))
"""),
        never="opened",
    ),
    _attack(
        "limits-and-priority",
        "limits raised, priority taken",
        "setrlimit, prlimit of the parent, nice -20, real-time scheduling",
        code("""
        import resource
        for what in (resource.RLIMIT_AS, resource.RLIMIT_NPROC, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE):
            tried(lambda: resource.setrlimit(what, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)) or 'raised')
        tried(lambda: os.getppid() and resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (1, 1)) and 'raised')
        tried(lambda: os.nice(-20) < 0 and 'raised')
        tried(lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50)) or 'raised')
"""),
        never="raised",
    ),
)
