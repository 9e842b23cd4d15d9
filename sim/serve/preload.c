/* sim/serve/preload.c: will the loader put the shim before a command? */
#include "preload.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "elf.h"

enum {
	STEPS_MAX = 8, /* scripts and env commands that start one another */
	WORDS_MAX = 16,
	LINE_MAX_BYTES = 256, /* of a script's first line, as the kernel reads it */
};

static const char remedy[] = "use a build that is dynamic, or speak to the socket of sesim serve";

static const struct preload_places usual_places = {
	.profiles = "/sys/kernel/security/apparmor/profiles",
	.current = "/proc/self/attr/apparmor/current",
	.policy = "/etc/apparmor.d",
};

const char *preload_cause(enum preload_obstacle obstacle)
{
	static const char *const causes[] = {
		[PRELOAD_STATIC] = "is statically linked",
		[PRELOAD_OTHER_MACHINE] = "is for another machine",
		[PRELOAD_OTHER_LIBC] = "is built for another libc",
		[PRELOAD_GO] = "is a Go program",
		[PRELOAD_SETUID] = "is setuid or setgid (those rights it does not get)",
		[PRELOAD_CAPABILITIES] = "has file capabilities (it does not get them)",
		[PRELOAD_ENVIRONMENT] = "gets an environment without the shim",
		[PRELOAD_APPARMOR] = "is confined by AppArmor",
	};

	return causes[obstacle];
}

__attribute__((format(printf, 4, 5))) static void find(
	struct preload_report *report, enum preload_obstacle obstacle, bool certain, const char *format, ...)
{
	struct preload_finding *f;
	va_list args;

	if (report->n_findings == PRELOAD_FINDINGS_MAX)
		return;
	f = &report->findings[report->n_findings++];
	f->obstacle = obstacle;
	f->certain = certain;
	va_start(args, format);
	vsnprintf(f->sentence, sizeof(f->sentence), format, args);
	va_end(args);
}

static const char *base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* What it is for is more rights, and those the trap takes away. */
static bool raises_rights(const char *program)
{
	static const char *const names[] = { "sudo", "su", "doas", "pkexec", "runuser" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(base_of(program), names[i]) == 0)
			return true;
	return false;
}

bool preload_trap_helps(const struct preload_report *report, const struct preload_finding *finding)
{
	static const bool helps[] = {
		[PRELOAD_STATIC] = true,
		[PRELOAD_OTHER_LIBC] = true,
		[PRELOAD_GO] = true,
		[PRELOAD_SETUID] = true,
		[PRELOAD_CAPABILITIES] = true,
		[PRELOAD_ENVIRONMENT] = true,
		[PRELOAD_APPARMOR] = false,
	};

	return finding->certain && helps[finding->obstacle] && report->program[0] &&
	       !raises_rights(report->program);
}

static bool runs(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0;
}

/* As execvp() looks for it. */
static bool find_in_path(const char *name, char *path, size_t cap)
{
	const char *search = getenv("PATH");

	if (strchr(name, '/')) {
		int len = snprintf(path, cap, "%s", name);

		return len > 0 && (size_t)len < cap && runs(path);
	}
	for (const char *at = search ? search : "/bin:/usr/bin"; *name;) {
		int folder = (int)strcspn(at, ":");
		int len = snprintf(path, cap, "%.*s%s%s", folder, at, folder > 0 ? "/" : "./", name);

		if (len > 0 && (size_t)len < cap && runs(path))
			return true;
		if (at[folder] == '\0')
			return false;
		at += folder + 1;
	}
	return false;
}

/* The words of a line, in place. */
static size_t split(char *line, const char *words[WORDS_MAX])
{
	char *rest = NULL;
	size_t n = 0;

	for (char *w = strtok_r(line, " \t", &rest); w && n + 1 < WORDS_MAX; w = strtok_r(NULL, " \t", &rest))
		words[n++] = w;
	words[n] = NULL;
	return n;
}

/* A script's first line gives the interpreter and at most one argument. */
static bool read_script(const char *path, char *line, size_t cap)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, line, cap - 1);

	if (fd >= 0)
		close(fd);
	if (n < 2 || line[0] != '#' || line[1] != '!')
		return false;
	line[n] = '\0';
	line[strcspn(line, "\n")] = '\0';
	memmove(line, line + 2, strlen(line + 2) + 1);
	return true;
}

/* Options of env(1) that take their value from the next word. -S is none: its value is read as a command. */
static bool takes_value(const char *option)
{
	static const char *const options[] = { "-u", "--unset", "-C", "--chdir" };

	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (strcmp(option, options[i]) == 0)
			return true;
	return false;
}

static bool is_ours(const char *variable)
{
	static const char *const names[] = { "LD_PRELOAD", "SESIM_SOCKET", "SESIM_BUS" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t len = strlen(names[i]);

		if (strncmp(variable, names[i], len) == 0 && (variable[len] == '=' || variable[len] == '\0'))
			return true;
	}
	return false;
}

/* -i, alone or before other letters (-vi), --ignore-environment, or a lone dash. */
static bool empties(const char *option)
{
	size_t i = strcspn(option, "i");

	if (strncmp(option, "--", 2) == 0)
		return strcmp(option, "--ignore-environment") == 0;
	return option[1] == '\0' || (option[i] == 'i' && i < strcspn(option, "uCS"));
}

/* The variable an option removes, NULL if none; moves on to its value. */
static const char *removed(const char *const words[], size_t n, size_t *i)
{
	const char *w = words[*i];

	if (strncmp(w, "--unset=", 8) == 0)
		return w + 8;
	if (strncmp(w, "-u", 2) == 0 && w[2])
		return w + 2;
	if (takes_value(w) && *i + 1 < n)
		return words[++*i];
	return NULL;
}

/*
 * env(1): what it does to the environment, and what it starts. Returns how many words are its own; n when it
 * starts nothing.
 */
static size_t read_env(struct preload_report *report, const char *const words[], size_t n)
{
	size_t i;

	for (i = 1; i < n && (words[i][0] == '-' || strchr(words[i], '=')); i++) {
		const char *w = words[i], *unset;

		if (w[0] != '-') {
			if (is_ours(w))
				find(report, PRELOAD_ENVIRONMENT, true,
					"env sets %.*s itself, so the shim is not loaded: leave it to sesim "
					"run",
					(int)strcspn(w, "="), w);
			continue;
		}
		if (empties(w))
			find(report, PRELOAD_ENVIRONMENT, true,
				"env %s empties the environment that names the shim: put sesim run behind "
				"it, as in env %s sesim run -- COMMAND",
				w, w);
		unset = removed(words, n, &i);
		if (unset && is_ours(unset))
			find(report, PRELOAD_ENVIRONMENT, true, "env removes %s, so the shim is not loaded",
				unset);
	}
	return i;
}

static bool has_line_for(const char *file, const char *program)
{
	FILE *lines = fopen(file, "re");
	char line[PATH_MAX + 64];
	size_t len = strlen(program);
	bool found = false;

	while (lines && !found && fgets(line, sizeof(line), lines))
		found = strncmp(line, program, len) == 0 && (line[len] == ' ' || line[len] == '\n');
	if (lines)
		fclose(lines);
	return found;
}

/* /usr/bin/man has the file usr.bin.man, if it has one. */
static bool has_policy(const char *folder, const char *program)
{
	char path[2 * PATH_MAX];
	size_t start;

	start = (size_t)snprintf(path, sizeof(path), "%s/", folder);
	if (start >= sizeof(path))
		return false;
	snprintf(path + start, sizeof(path) - start, "%s", program + 1);
	for (char *c = path + start; *c; c++)
		if (*c == '/')
			*c = '.';
	return access(path, F_OK) == 0;
}

static void look_at_apparmor(
	struct preload_report *report, const char *program, const struct preload_places *places)
{
	char current[128] = "", full[PATH_MAX];
	int fd = open(places->current, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, current, sizeof(current) - 1);
	bool active = access(places->profiles, F_OK) == 0;

	if (fd >= 0)
		close(fd);
	current[n > 0 ? n : 0] = '\0';
	current[strcspn(current, "\n")] = '\0';
	if (active && current[0] && strncmp(current, "unconfined", 10) != 0 && !strstr(current, "(complain)"))
		find(report, PRELOAD_APPARMOR, false,
			"AppArmor confines this process by the profile %s: it has to allow reading the shim "
			"and connecting to the bus",
			current);
	if (!active || !realpath(program, full))
		return;
	if (has_line_for(places->profiles, full) || has_policy(places->policy, full))
		find(report, PRELOAD_APPARMOR, false,
			"AppArmor has a profile for %s: unless it allows reading the shim and connecting to "
			"the bus, the program cannot see it; try aa-complain %s",
			full, full);
}

static void look_at_rights(struct preload_report *report, const char *path)
{
	struct stat st;
	struct statvfs fs;
	uint8_t caps[64];
	bool ignored = prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;

	if (stat(path, &st) < 0)
		return;
	if (statvfs(path, &fs) == 0 && fs.f_flag & ST_NOSUID)
		ignored = true;
	if (st.st_mode & (S_ISUID | S_ISGID)) {
		const char *bit = st.st_mode & S_ISUID ? "setuid" : "setgid";
		bool other = (st.st_mode & S_ISUID && st.st_uid != getuid()) ||
			     (st.st_mode & S_ISGID && st.st_mode & S_IXGRP && st.st_gid != getgid());

		find(report, PRELOAD_SETUID, other && !ignored,
			other && !ignored
				? "%s is %s, so the loader ignores the shim: use a copy without that bit"
				: "%s is %s: for other users than its owner the loader ignores the shim",
			path, bit);
	}
	if (getxattr(path, "security.capability", caps, sizeof(caps)) > 0) {
		bool certain = getuid() != 0 && !ignored;

		find(report, PRELOAD_CAPABILITIES, certain,
			certain ? "%s has file capabilities, so the loader ignores the shim: use a copy "
				  "without them"
				: "%s has file capabilities: for other users than root the loader ignores "
				  "the shim",
			path);
	}
}

/* A runtime that the program finds by its own search path has to be named whole. */
static void find_runtime(struct preload_report *report, const char *path, const struct elf_facts *facts)
{
	static const char origin[] = "$ORIGIN";
	char folder[PATH_MAX];
	const char *at = facts->search;

	snprintf(report->runtime, sizeof(report->runtime), "%s", facts->runtime);
	if (!realpath(path, folder))
		return;
	*strrchr(folder, '/') = '\0';
	while (*at) {
		int len = (int)strcspn(at, ":");
		bool here = strncmp(at, origin, sizeof(origin) - 1) == 0;
		int skip = here ? (int)sizeof(origin) - 1 : 0;
		char file[2 * PATH_MAX];

		snprintf(file, sizeof(file), "%s%.*s/%s", here ? folder : "", len - skip, at + skip,
			facts->runtime);
		if (access(file, R_OK) == 0 && strlen(file) < sizeof(report->runtime)) {
			memcpy(report->runtime, file, strlen(file) + 1);
			return;
		}
		at += len + (at[len] == ':');
	}
}

static void look_at_file(struct preload_report *report, const char *path, const struct elf_facts *facts)
{
	if (!facts->ours) {
		find(report, PRELOAD_OTHER_MACHINE, true,
			"%s is a %u-bit program for ELF machine %u, and the shim is not: %s", path,
			(unsigned)facts->bits, (unsigned)facts->machine, remedy);
	} else if (!facts->interpreter[0]) {
		find(report, PRELOAD_STATIC, true,
			"%s is statically linked, so no shim can be loaded into it: %s", path, remedy);
	} else if (strstr(facts->interpreter, "ld-musl")) {
		find(report, PRELOAD_OTHER_LIBC, true,
			"%s is built for musl (%s), and the shim for glibc: %s", path, facts->interpreter,
			remedy);
	} else if (facts->is_go) {
		find(report, PRELOAD_GO, true,
			"%s is a Go program: it makes system calls of its own, which the shim does not see",
			path);
	}
}

/* The loader started as a command (ld-linux-x86-64.so.2 PROGRAM) is no static program. */
static bool is_loader(const char *path)
{
	return strncmp(base_of(path), "ld-linux", 8) == 0 || strncmp(base_of(path), "ld.so", 5) == 0;
}

/* One command, through all that it is wrapped in. */
static void follow(struct preload_report *report, const char *const argv[], size_t n,
	const struct preload_places *places, int steps)
{
	char path[PATH_MAX], line[LINE_MAX_BYTES];
	const char *words[WORDS_MAX];
	struct elf_facts facts;
	size_t own;

	if (n == 0 || steps == 0)
		return;
	if (!find_in_path(argv[0], path, sizeof(path))) {
		if (!strchr(argv[0], ' '))
			return;
		snprintf(line, sizeof(line), "%s", argv[0]); /* several words in one: env -S */
		follow(report, words, split(line, words), places, steps - 1);
		return;
	}
	look_at_rights(report, path);
	look_at_apparmor(report, path, places);
	if (read_script(path, line, sizeof(line))) {
		follow(report, words, split(line, words), places, steps - 1);
		return;
	}
	if (elf_read(path, &facts, NULL) < 0)
		return;
	own = strcmp(base_of(argv[0]), "env") == 0 ? read_env(report, argv, n) : is_loader(path) ? 1 : n;
	if (own < n) {
		follow(report, argv + own, n - own, places, steps - 1);
		return;
	}
	snprintf(report->program, sizeof(report->program), "%s", path);
	if (!facts.is_elf)
		return;
	look_at_file(report, path, &facts);
	if (facts.ours && facts.runtime[0])
		find_runtime(report, path, &facts);
}

void preload_look(
	struct preload_report *report, const char *const argv[], const struct preload_places *places)
{
	size_t n = 0;

	report->program[0] = report->runtime[0] = '\0';
	report->n_findings = 0;
	while (argv[n])
		n++;
	follow(report, argv, n, places ? places : &usual_places, STEPS_MAX);
}
