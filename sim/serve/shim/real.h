/* sim/serve/shim/real.h: the functions behind ours, in libc or in a library preloaded after us. */
#ifndef SESIM_SHIM_REAL_H
#define SESIM_SHIM_REAL_H

#include <dirent.h>
#include <glob.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>

/* name, type of its value, parameters */
#define REAL_FUNCTIONS(X)                                                             \
	X(open, int, (const char *, int, ...))                                        \
	X(open64, int, (const char *, int, ...))                                      \
	X(openat, int, (int, const char *, int, ...))                                 \
	X(openat64, int, (int, const char *, int, ...))                               \
	X(__open_2, int, (const char *, int))                                         \
	X(__open64_2, int, (const char *, int))                                       \
	X(__openat_2, int, (int, const char *, int))                                  \
	X(__openat64_2, int, (int, const char *, int))                                \
	X(creat, int, (const char *, mode_t))                                         \
	X(creat64, int, (const char *, mode_t))                                       \
	X(close, int, (int))                                                          \
	X(dup, int, (int))                                                            \
	X(dup2, int, (int, int))                                                      \
	X(dup3, int, (int, int, int))                                                 \
	X(fcntl, int, (int, int, ...))                                                \
	X(fcntl64, int, (int, int, ...))                                              \
	X(ioctl, int, (int, unsigned long, ...))                                      \
	X(read, ssize_t, (int, void *, size_t))                                       \
	X(__read_chk, ssize_t, (int, void *, size_t, size_t))                         \
	X(pread, ssize_t, (int, void *, size_t, off_t))                               \
	X(pread64, ssize_t, (int, void *, size_t, off64_t))                           \
	X(__pread_chk, ssize_t, (int, void *, size_t, off_t, size_t))                 \
	X(__pread64_chk, ssize_t, (int, void *, size_t, off64_t, size_t))             \
	X(readv, ssize_t, (int, const struct iovec *, int))                           \
	X(write, ssize_t, (int, const void *, size_t))                                \
	X(pwrite, ssize_t, (int, const void *, size_t, off_t))                        \
	X(pwrite64, ssize_t, (int, const void *, size_t, off64_t))                    \
	X(writev, ssize_t, (int, const struct iovec *, int))                          \
	X(lseek, off_t, (int, off_t, int))                                            \
	X(lseek64, off64_t, (int, off64_t, int))                                      \
	X(stat, int, (const char *, struct stat *))                                   \
	X(stat64, int, (const char *, struct stat64 *))                               \
	X(lstat, int, (const char *, struct stat *))                                  \
	X(lstat64, int, (const char *, struct stat64 *))                              \
	X(fstat, int, (int, struct stat *))                                           \
	X(fstat64, int, (int, struct stat64 *))                                       \
	X(fstatat, int, (int, const char *, struct stat *, int))                      \
	X(fstatat64, int, (int, const char *, struct stat64 *, int))                  \
	X(__xstat, int, (int, const char *, struct stat *))                           \
	X(__xstat64, int, (int, const char *, struct stat64 *))                       \
	X(__lxstat, int, (int, const char *, struct stat *))                          \
	X(__lxstat64, int, (int, const char *, struct stat64 *))                      \
	X(__fxstat, int, (int, int, struct stat *))                                   \
	X(__fxstat64, int, (int, int, struct stat64 *))                               \
	X(__fxstatat, int, (int, int, const char *, struct stat *, int))              \
	X(__fxstatat64, int, (int, int, const char *, struct stat64 *, int))          \
	X(statx, int, (int, const char *, int, unsigned, struct statx *))             \
	X(access, int, (const char *, int))                                           \
	X(euidaccess, int, (const char *, int))                                       \
	X(eaccess, int, (const char *, int))                                          \
	X(faccessat, int, (int, const char *, int, int))                              \
	X(readlink, ssize_t, (const char *, char *, size_t))                          \
	X(readlinkat, ssize_t, (int, const char *, char *, size_t))                   \
	X(__readlink_chk, ssize_t, (const char *, char *, size_t, size_t))            \
	X(__readlinkat_chk, ssize_t, (int, const char *, char *, size_t, size_t))     \
	X(getxattr, ssize_t, (const char *, const char *, void *, size_t))            \
	X(lgetxattr, ssize_t, (const char *, const char *, void *, size_t))           \
	X(listxattr, ssize_t, (const char *, char *, size_t))                         \
	X(llistxattr, ssize_t, (const char *, char *, size_t))                        \
	X(realpath, char *, (const char *, char *))                                   \
	X(__realpath_chk, char *, (const char *, char *, size_t))                     \
	X(canonicalize_file_name, char *, (const char *))                             \
	X(fopen, FILE *, (const char *, const char *))                                \
	X(fopen64, FILE *, (const char *, const char *))                              \
	X(freopen, FILE *, (const char *, const char *, FILE *))                      \
	X(freopen64, FILE *, (const char *, const char *, FILE *))                    \
	X(fdopen, FILE *, (int, const char *))                                        \
	X(fileno, int, (FILE *))                                                      \
	X(fileno_unlocked, int, (FILE *))                                             \
	X(opendir, DIR *, (const char *))                                             \
	X(fdopendir, DIR *, (int))                                                    \
	X(readdir, struct dirent *, (DIR *))                                          \
	X(readdir64, struct dirent64 *, (DIR *))                                      \
	X(rewinddir, void, (DIR *))                                                   \
	X(closedir, int, (DIR *))                                                     \
	X(glob, int, (const char *, int, int (*)(const char *, int), glob_t *))       \
	X(glob64, int, (const char *, int, int (*)(const char *, int), glob64_t *))   \
	X(scandir, int,                                                               \
		(const char *, struct dirent ***, int (*)(const struct dirent *),     \
			int (*)(const struct dirent **, const struct dirent **)))     \
	X(scandir64, int,                                                             \
		(const char *, struct dirent64 ***, int (*)(const struct dirent64 *), \
			int (*)(const struct dirent64 **, const struct dirent64 **)))

#define REAL_MEMBER(name, type, parameters) type(*name) parameters;

struct real {
	REAL_FUNCTIONS(REAL_MEMBER)
};

#undef REAL_MEMBER

/* All of them, looked up once. A function that this libc does not have is NULL. */
const struct real *real(void);

#endif
