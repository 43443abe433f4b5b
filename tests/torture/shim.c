/* Loaded before the C library (LD_PRELOAD): lets the n-th call that writes to files of one folder fail, or kill.

   The calls counted are those by which a file comes to hold, or to be sure of holding, something: write, pwrite,
   ftruncate, fallocate, fsync, fdatasync, link, rename, and open where it makes a file. FOLDER, AT, ERRNO and MODE
   are set by torture_arm, or for a new process by TORTURE_FOLDER, TORTURE_AT, TORTURE_ERRNO, TORTURE_MODE. The calls go
   to the file TORTURE_LOG, one a line. TORTURE_SKEW puts the clock forward by so many seconds, or back. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

enum { ONCE, ONWARDS, KILL }; /* this call; this one and all later that need room; the process ends here */

static char folder[PATH_MAX];
static long at = 0, seen = 0;
static int number = EIO, mode = ONCE, record = -1;
static long skew = 0;

void torture_arm(const char *where, long call, int error, int how) {
    snprintf(folder, sizeof folder, "%s", where);
    at = call, seen = 0, number = error, mode = how;
}

long torture_seen(void) { return seen; }

__attribute__((constructor)) static void begin(void) {
    const char *log = getenv("TORTURE_LOG"), *where = getenv("TORTURE_FOLDER");
    const char *seconds = getenv("TORTURE_SKEW");
    if (seconds) skew = atol(seconds);
    if (log) record = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (!where) return;
    const char *call = getenv("TORTURE_AT"), *error = getenv("TORTURE_ERRNO"), *how = getenv("TORTURE_MODE");
    torture_arm(where, call ? atol(call) : 0, error ? atoi(error) : EIO, how ? atoi(how) : ONCE);
}

static int ours(const char *path) {
    size_t length = strlen(folder);
    return length && strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == 0);
}

/* Counts a call on a file of the folder. Returns whether it is to fail. */
static int fails(const char *call, const char *path, int needs_room) {
    if (!ours(path)) {
        return 0;
    }
    seen++;
    if (record >= 0) dprintf(record, "%s %s\n", call, path);
    if (!at || seen < at || (mode == ONWARDS && !needs_room) || (mode == ONCE && seen > at)) {
        return 0;
    }
    if (mode == KILL) kill(getpid(), SIGKILL);
    errno = number;
    return 1;
}

static const char *name_of(int file) {
    static __thread char path[PATH_MAX];
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    path[length > 0 ? length : 0] = 0;
    return path;
}

static const char *absolute(const char *path) {
    static __thread char whole[PATH_MAX * 2];
    if (path[0] == '/') return path;
    if (!getcwd(whole, PATH_MAX)) return path;
    strcat(whole, "/");
    return strncat(whole, path, PATH_MAX - 1);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define ON_FILE(type, name, room, declared, passed)              \
    type name declared {                                         \
        if (fails(#name, name_of(file), room)) return -1;        \
        return REAL(name) passed;                                \
    }

ON_FILE(ssize_t, write, 1, (int file, const void *from, size_t size), (file, from, size))
ON_FILE(ssize_t, pwrite, 1, (int file, const void *from, size_t size, off_t to), (file, from, size, to))
ON_FILE(ssize_t, pwrite64, 1, (int file, const void *from, size_t size, off64_t to), (file, from, size, to))
ON_FILE(int, ftruncate, 1, (int file, off_t size), (file, size))
ON_FILE(int, ftruncate64, 1, (int file, off64_t size), (file, size))
ON_FILE(int, fsync, 0, (int file), (file))
ON_FILE(int, fdatasync, 0, (int file), (file))

int posix_fallocate(int file, off_t from, off_t size) {
    return fails("posix_fallocate", name_of(file), 1) ? number : REAL(posix_fallocate)(file, from, size);
}

int posix_fallocate64(int file, off64_t from, off64_t size) {
    return fails("posix_fallocate64", name_of(file), 1) ? number : REAL(posix_fallocate64)(file, from, size);
}

int link(const char *from, const char *to) {
    return fails("link", absolute(to), 1) ? -1 : REAL(link)(from, to);
}

int linkat(int from_at, const char *from, int to_at, const char *to, int flags) {
    return fails("link", absolute(to), 1) ? -1 : REAL(linkat)(from_at, from, to_at, to, flags);
}

int rename(const char *from, const char *to) {
    return fails("rename", absolute(to), 1) ? -1 : REAL(rename)(from, to);
}

int clock_gettime(clockid_t which, struct timespec *now) {
    int status = REAL(clock_gettime)(which, now);
    if (status == 0 && which == CLOCK_REALTIME) now->tv_sec += skew;
    return status;
}

/* A file that is there already takes no room when it is opened: that is not counted. */
#define OPENS(name)                                                                                     \
    int name(const char *path, int flags, ...) {                                                        \
        mode_t rights = 0;                                                                              \
        if (flags & O_CREAT) {                                                                          \
            va_list rest;                                                                               \
            va_start(rest, flags);                                                                      \
            rights = va_arg(rest, mode_t);                                                              \
            va_end(rest);                                                                               \
            if (access(path, F_OK) != 0 && fails("create", absolute(path), 1)) return -1;               \
        }                                                                                               \
        return REAL(name)(path, flags, rights);                                                         \
    }

OPENS(open)
OPENS(open64)
