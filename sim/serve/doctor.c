/* sim/serve/doctor.c: what this machine has of what `sesim run` needs. */
#include "doctor.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/opensslv.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "crypto.h"
#include "elf.h"
#include "preload.h"
#include "run.h"
#include "socket.h"

/* An examination under way. */
struct visit {
	const struct doctor_options *options;
	size_t bad;
};

__attribute__((format(printf, 4, 5))) static void tell(
	struct visit *visit, const char *subject, enum doctor_state state, const char *format, ...)
{
	struct doctor_line line = { .subject = subject, .state = state };
	va_list args;

	va_start(args, format);
	vsnprintf(line.sentence, sizeof(line.sentence), format, args);
	va_end(args);
	visit->bad += state == DOCTOR_BAD;
	visit->options->tell(visit->options->context, &line);
}

static void look_at_openssl(struct visit *visit)
{
	const char *version = OpenSSL_version(OPENSSL_FULL_VERSION_STRING);
	struct crypto *crypto = NULL;
	struct why why;

	if (OPENSSL_version_major() != OPENSSL_VERSION_MAJOR)
		tell(visit, "openssl", DOCTOR_BAD, "version %s is loaded, but sesim was built for %s",
			version, OPENSSL_FULL_VERSION_STR);
	else if (crypto_new(&crypto, &why) < 0)
		tell(visit, "openssl", DOCTOR_BAD, "version %s does not work: %s", version, why.text);
	else
		tell(visit, "openssl", DOCTOR_GOOD,
			"version %s works; the same seed gives the same bytes with this version only",
			version);
	crypto_free(crypto);
}

static void look_at_memfd(struct visit *visit)
{
	int fd = memfd_create("sesim-doctor", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	if (fd < 0 || fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_WRITE) < 0)
		tell(visit, "kernel", DOCTOR_BAD,
			"memfd_create with seals fails (%s): the shim needs it, Linux 3.17 has it",
			strerror(errno));
	if (fd >= 0)
		close(fd);
}

static void look_at_fork(struct visit *visit)
{
	void *page = mmap(NULL, 1, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (page == MAP_FAILED || madvise(page, 1, MADV_WIPEONFORK) < 0)
		tell(visit, "kernel", DOCTOR_NOTE,
			"MADV_WIPEONFORK is missing (Linux 4.14 has it): forked children work, but connect "
			"for each request");
	if (page != MAP_FAILED)
		munmap(page, 1);
}

static void look_at_sockets(struct visit *visit)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0), room = WIRE_MESSAGE_MAX;
	socklen_t len = sizeof(room);

	/* a name of the kernel's choice, without a file */
	if (fd < 0 || bind(fd, (struct sockaddr *)&name, sizeof(name.sun_family)) < 0) {
		tell(visit, "kernel", DOCTOR_BAD, "unix sockets of packets do not work here: %s",
			strerror(errno));
	} else {
		setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof(room));
		getsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, &len);
		if (room < WIRE_MESSAGE_MAX)
			tell(visit, "kernel", DOCTOR_NOTE,
				"net.core.wmem_max allows messages of %d bytes only: a transaction of 42 "
				"times 8192 bytes takes %d",
				room, WIRE_MESSAGE_MAX);
	}
	if (fd >= 0)
		close(fd);
}

static void look_at_kernel(struct visit *visit)
{
	struct utsname name;

	look_at_memfd(visit);
	look_at_fork(visit);
	look_at_sockets(visit);
	if (uname(&name) == 0)
		tell(visit, "kernel", DOCTOR_GOOD, "%s %s on %s", name.sysname, name.release, name.machine);
}

static void look_at_shim(struct visit *visit)
{
	char path[PATH_MAX];
	struct elf_facts facts = { 0 };
	struct why why;
	void *loaded;
	int rc = 0;

	if (visit->options->shim)
		snprintf(path, sizeof(path), "%s", visit->options->shim);
	else
		rc = run_find_shim(path, sizeof(path), &why);
	if (rc == 0)
		rc = elf_read(path, &facts, &why);
	if (rc < 0) {
		tell(visit, "shim", DOCTOR_BAD, "%s", why.text);
		return;
	}
	if (!facts.is_elf || !facts.ours) {
		tell(visit, "shim", DOCTOR_BAD, "%s is no library for this machine: build sesim again", path);
		return;
	}
	loaded = dlopen(
		path, RTLD_NOW | RTLD_LOCAL); /* a file system without exec, or AppArmor, is seen here */
	if (!loaded) {
		tell(visit, "shim", DOCTOR_BAD, "cannot be loaded: %s", dlerror());
		return;
	}
	dlclose(loaded);
	tell(visit, "shim", DOCTOR_GOOD, "%s can be loaded", path);
}

static void look_at_trap(struct visit *visit)
{
	struct why why;

	if (trap_possible(&why) < 0)
		tell(visit, "trap", DOCTOR_NOTE, "%s; static programs will not see the bus", why.text);
	else
		tell(visit, "trap", DOCTOR_GOOD,
			"system calls of programs that load no library can be trapped");
}

static void look_at_temporary(struct visit *visit)
{
	const char *folder = getenv("TMPDIR");
	char path[PATH_MAX];
	int len =
		snprintf(path, sizeof(path), "%s/sesim-XXXXXX", folder && folder[0] == '/' ? folder : "/tmp");

	if (len < 0 || len >= RUN_FOLDER_MAX) {
		tell(visit, "tmpdir", DOCTOR_BAD, "TMPDIR is too long: at most %d characters",
			RUN_FOLDER_MAX - 16);
	} else if (!mkdtemp(path)) {
		tell(visit, "tmpdir", DOCTOR_BAD,
			"cannot make a folder like %s: %s; set TMPDIR to one that can be written to", path,
			strerror(errno));
	} else {
		rmdir(path);
		path[len - (int)strlen("/sesim-XXXXXX")] = '\0';
		tell(visit, "tmpdir", DOCTOR_GOOD, "%s can be written to", path);
	}
}

static void look_at_device(struct visit *visit, const char *folder, const char *name)
{
	char path[PATH_MAX], hidden[24], hides[128] = "";
	struct stat st;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	snprintf(hidden, sizeof(hidden), "i2c-%u", visit->options->bus);
	if (strcmp(name, hidden) == 0)
		snprintf(hides, sizeof(hides),
			"; sesim run hides it behind its own, unless --bus says another number");
	if (access(path, R_OK | W_OK) == 0) {
		tell(visit, "devices", hides[0] ? DOCTOR_NOTE : DOCTOR_GOOD, "%s is real and may be used%s",
			path, hides);
		return;
	}
	if (stat(path, &st) == 0) {
		const struct group *group = getgrgid(st.st_gid);

		tell(visit, "devices", DOCTOR_NOTE, "%s is real but may not be used: %s (its group is %s)%s",
			path, strerror(EACCES), group ? group->gr_name : "unknown", hides);
	}
}

static void look_at_devices(struct visit *visit)
{
	const char *folder = visit->options->dev ? visit->options->dev : "/dev";
	DIR *dir = opendir(folder);
	size_t n = 0;

	for (const struct dirent *d; dir && (d = readdir(dir));) {
		if (strncmp(d->d_name, "i2c-", 4) != 0)
			continue;
		look_at_device(visit, folder, d->d_name);
		n++;
	}
	if (dir)
		closedir(dir);
	if (n == 0)
		tell(visit, "devices", DOCTOR_GOOD, "no real I2C bus in %s: none is needed", folder);
}

static void look_at_environment(struct visit *visit)
{
	const char *preload = getenv("LD_PRELOAD"), *socket = getenv("SESIM_SOCKET");

	if (socket)
		tell(visit, "environment", DOCTOR_NOTE,
			"this runs on a bus of sesim itself (SESIM_SOCKET is set)");
	if (preload && preload[0])
		tell(visit, "environment", DOCTOR_NOTE,
			"LD_PRELOAD is set to %s: sesim run puts the shim before it", preload);
}

static void tell_findings(struct visit *visit, const char *subject, const struct preload_report *report)
{
	struct why why;
	bool traps = trap_possible(&why) == 0;

	for (size_t i = 0; i < report->n_findings; i++) {
		const struct preload_finding *finding = &report->findings[i];

		if (traps && preload_trap_helps(report, finding))
			tell(visit, subject, DOCTOR_NOTE, "%s %s: sesim run traps its system calls instead",
				report->program, preload_cause(finding->obstacle));
		else
			tell(visit, subject, finding->certain ? DOCTOR_BAD : DOCTOR_NOTE, "%s",
				finding->sentence);
	}
}

static void look_at_command(struct visit *visit)
{
	const char *const *command = visit->options->command;
	struct preload_report report;

	preload_look(&report, command, NULL);
	tell_findings(visit, "command", &report);
	if (!report.program[0])
		tell(visit, "command", DOCTOR_BAD,
			"cannot find a program to run behind %s: give its path, or one that PATH leads to",
			command[0]);
	else if (report.n_findings == 0)
		tell(visit, "command", DOCTOR_GOOD, "the shim can be loaded into %s%s%s", report.program,
			report.runtime[0] ? ", behind its sanitizer's " : "", report.runtime);
}

/* This very program as a command: what is found is not its fault. */
static void look_at_confinement(struct visit *visit)
{
	struct preload_report report;

	preload_look(&report, (const char *const[]){ "/proc/self/exe", NULL }, NULL);
	for (size_t i = 0; i < report.n_findings; i++)
		if (report.findings[i].obstacle == PRELOAD_APPARMOR)
			tell(visit, "apparmor", DOCTOR_NOTE, "%s", report.findings[i].sentence);
}

size_t doctor_examine(const struct doctor_options *options)
{
	struct visit visit = { .options = options };

	look_at_kernel(&visit);
	look_at_openssl(&visit);
	look_at_shim(&visit);
	look_at_trap(&visit);
	look_at_temporary(&visit);
	look_at_devices(&visit);
	look_at_environment(&visit);
	if (options->command)
		look_at_command(&visit);
	else
		look_at_confinement(&visit);
	return visit.bad;
}
