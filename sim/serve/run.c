/* sim/serve/run.c: a command with a bus of its own. */
#include "run.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "preload.h"
#include "tree.h"

static const char shim_name[] = "libsesim-i2c.so";

/* Passed on to the command. From the terminal they reach it without us: it is in our process group. */
static const int passed_on[] = {
	SIGHUP,
	SIGINT,
	SIGQUIT,
	SIGTERM,
	SIGUSR1,
	SIGUSR2,
	SIGWINCH,
	SIGTSTP,
	SIGCONT,
};

/* The folder of the program that runs, with a slash. */
static int own_folder(char *folder, size_t cap)
{
	ssize_t n = readlink("/proc/self/exe", folder, cap - 1);

	if (n < 0)
		return -errno;
	folder[n] = '\0';
	strrchr(folder, '/')[1] = '\0';
	return 0;
}

int run_find_shim(char *path, size_t cap, struct why *why)
{
	/* Beside the program, as it is built, and where it is installed. */
	static const char *const places[] = { "", SESIM_SHIM_FROM_BIN "/" };
	char folder[PATH_MAX];
	int rc = own_folder(folder, sizeof(folder));

	if (rc < 0)
		return why_errno(why, rc, "cannot find out where this program is");
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		int len = snprintf(path, cap, "%s%s%s", folder, places[i], shim_name);

		if (len > 0 && (size_t)len < cap && access(path, R_OK) == 0)
			return 0;
	}
	return why_fail(why, ENOENT, "cannot find %s in %s or %s%s: build or install it with this program",
		shim_name, folder, folder, SESIM_SHIM_FROM_BIN);
}

/* The name anyone may see; the key only who has the command's environment. */
static int choose_url(struct run *run, struct why *why)
{
	uint8_t random[8 + WIRE_KEY_SIZE];
	size_t len;

	if (getrandom(random, sizeof(random), 0) != (ssize_t)sizeof(random))
		return why_errno(why, errno, "cannot draw a random name for the bus");
	len = (size_t)snprintf(run->url, sizeof(run->url), "unix:@sesim-");
	for (size_t i = 0; i < sizeof(random); i++)
		len += (size_t)snprintf(
			run->url + len, sizeof(run->url) - len, "%s%02x", i == 8 ? ",key=" : "", random[i]);
	return 0;
}

static int make_folder(struct run *run, const struct run_options *options, struct why *why)
{
	const char *temporary = getenv("TMPDIR");
	int len = snprintf(run->folder, sizeof(run->folder), "%s/sesim-XXXXXX",
		temporary && temporary[0] == '/' ? temporary : "/tmp");
	int rc;

	if (len < 0 || (size_t)len >= sizeof(run->folder) || !mkdtemp(run->folder)) {
		rc = why_errno(why, errno, "cannot make the folder %s", run->folder);
		run->folder[0] = '\0';
		return rc;
	}
	chmod(run->folder, 0755); /* nothing secret: a command may change its user */
	return tree_make(
		run->folder, options->bus, options->adapter_name ? options->adapter_name : "sesim", why);
}

/* LD_PRELOAD cannot name a path with these in it. */
static bool can_be_listed(const char *path)
{
	return !strpbrk(path, ": $");
}

static int find_shim(
	const struct run *run, const struct run_options *options, char *shim, size_t cap, struct why *why)
{
	char target[PATH_MAX];
	int rc = 0;

	if (options->shim && !realpath(options->shim, target))
		return why_errno(why, errno, "cannot find %s", options->shim);
	if (!options->shim)
		rc = run_find_shim(target, sizeof(target), why);
	if (rc < 0)
		return rc;
	if (can_be_listed(target)) {
		snprintf(shim, cap, "%s", target);
		return 0;
	}
	snprintf(shim, cap, "%s/.%s", run->folder, shim_name); /* hidden: the folder lists adapters */
	if (!can_be_listed(shim))
		return why_fail(why, EINVAL,
			"TMPDIR must not have a colon, a blank or a dollar sign in it: %s", run->folder);
	if (symlink(target, shim) < 0)
		return why_errno(why, errno, "cannot make the link %s", shim);
	return 0;
}

struct variable {
	const char *name;
	char *text; /* NAME=VALUE; NULL when the memory was not to be had */
};

__attribute__((format(printf, 2, 3))) static struct variable variable(
	const char *name, const char *format, ...)
{
	struct variable v = { .name = name };
	va_list args;

	va_start(args, format);
	if (vasprintf(&v.text, format, args) < 0)
		v.text = NULL;
	va_end(args);
	return v;
}

static bool is_set_by(const char *text, const struct variable *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(v[i].name);

		if (strncmp(text, v[i].name, len) == 0 && text[len] == '=')
			return true;
	}
	return false;
}

/* Ours, and of this process's own all that ours do not replace (which is not copied). */
static char **make_environment(const struct variable *v, size_t n)
{
	size_t all = 0, len = 0;
	char **made;

	while (environ[all])
		all++;
	made = calloc(all + n + 1, sizeof(*made));
	for (size_t i = 0; i < n; i++) {
		if (made)
			made[len++] = v[i].text;
		else
			free(v[i].text);
	}
	for (size_t i = 0; made && i < all; i++)
		if (!is_set_by(environ[i], v, n))
			made[len++] = environ[i];
	return made;
}

enum { VARIABLES = 5 };

static void free_environment(char **environment)
{
	for (size_t i = 0; environment && i < VARIABLES; i++)
		free(environment[i]);
	free(environment);
}

static int set_environment(struct run *run, const char *shim, const char *runtime, struct why *why)
{
	const char *preload = getenv("LD_PRELOAD"), *asan = getenv("ASAN_OPTIONS");
	const struct variable v[VARIABLES] = {
		variable("SESIM_SOCKET", "SESIM_SOCKET=%s", run->url),
		variable("SESIM_BUS", "SESIM_BUS=%u", run->bus),
		variable("SESIM_TREE", "SESIM_TREE=%s", run->folder),
		/* A sanitizer's runtime wants to be first; the user's own libraries stay. */
		variable("LD_PRELOAD", "LD_PRELOAD=%s%s%s%s%s", runtime, runtime[0] ? ":" : "", shim,
			preload && preload[0] ? ":" : "", preload ? preload : ""),
		/* What the command starts may be sanitized where the command is not: then the shim is first there. */
		variable("ASAN_OPTIONS", "ASAN_OPTIONS=%s%sverify_asan_link_order=0", asan ? asan : "",
			asan && asan[0] ? ":" : ""),
	};

	run->environment = make_environment(v, VARIABLES);
	for (size_t i = 0; i < VARIABLES; i++)
		if (!run->environment || !v[i].text)
			return why_fail(why, ENOMEM, "out of memory");
	return 0;
}

__attribute__((format(printf, 2, 3))) static void warn(
	const struct run_options *options, const char *format, ...)
{
	char sentence[2 * PRELOAD_SENTENCE_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(sentence, sizeof(sentence), format, args);
	va_end(args);
	if (options->warn)
		options->warn(options->warn_context, sentence);
}

/* Decides whether to trap; tells what was chosen, and what keeps the command from the bus all the same. */
static int choose_trap(struct run *run, const struct run_options *options,
	const struct preload_report *report, struct why *why)
{
	const struct preload_finding *reason = NULL;
	struct why cannot;
	int rc = 0;

	for (size_t i = 0; !reason && i < report->n_findings; i++)
		if (preload_trap_helps(report, &report->findings[i]))
			reason = &report->findings[i];
	if (options->trap == RUN_TRAP_ALWAYS) {
		run->traps = true;
		rc = trap_possible(why);
	} else if (options->trap == RUN_TRAP_IF_NEEDED && reason) {
		run->traps = trap_possible(&cannot) == 0;
		if (run->traps)
			warn(options, "%s %s: its system calls are trapped instead (--no-trap refuses that)",
				report->program, preload_cause(reason->obstacle));
		else
			warn(options, "%s", cannot.text);
	}
	for (size_t i = 0; i < report->n_findings; i++)
		if (!run->traps || !preload_trap_helps(report, &report->findings[i]))
			warn(options, "%s", report->findings[i].sentence);
	return rc;
}

int run_prepare(struct run *run, const struct run_options *options, struct why *why)
{
	struct preload_report report;
	char shim[PATH_MAX];
	int rc;

	*run = (struct run){ .command = options->command,
		.bus = options->bus,
		.signals = -1,
		.warn = options->warn,
		.warn_context = options->warn_context };
	preload_look(&report, options->command, NULL);
	rc = choose_trap(run, options, &report, why);
	if (rc == 0)
		rc = choose_url(run, why);
	if (rc == 0)
		rc = make_folder(run, options, why);
	if (rc == 0)
		rc = find_shim(run, options, shim, sizeof(shim), why);
	if (rc == 0)
		rc = set_environment(run, shim, report.runtime, why);
	return rc;
}

/* In the child. */
static void become_command(const struct run *run, pid_t parent, int trap_to)
{
	const struct sigaction usual = { .sa_handler = SIG_DFL };
	int error;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(RUN_FAILED);        /* it died before it could be noticed */
	sigaction(SIGXFSZ, &usual, NULL); /* which the program itself ignores */
	sigaction(SIGCHLD, &run->kept_child_action, NULL);
	sigprocmask(SIG_SETMASK, &run->kept_mask, NULL);
	if (trap_to >= 0)
		trap_install(trap_to);
	execvpe(run->command[0], (char *const *)run->command, run->environment);
	error = errno;
	dprintf(STDERR_FILENO, "sesim: cannot run %s: %s\n", run->command[0], strerror(error));
	_exit(error == ENOENT || error == ENOTDIR ? RUN_NOT_FOUND : RUN_NOT_EXECUTABLE);
}

static int take_trap(struct run *run, int from, struct server *server, struct why *why)
{
	const struct trap_options options = {
		.bus = run->bus, .folder = run->folder, .warn = run->warn, .warn_context = run->warn_context
	};

	return trap_take(&run->trap, from, run->pid, server, &options, why);
}

int run_start(struct run *run, struct server *server, struct why *why)
{
	const struct sigaction usual = { .sa_handler = SIG_DFL };
	pid_t parent = getpid();
	sigset_t watched;
	int ends[2] = { -1, -1 }, rc = 0;

	sigemptyset(&watched);
	sigaddset(&watched, SIGCHLD);
	for (size_t i = 0; i < sizeof(passed_on) / sizeof(passed_on[0]); i++)
		sigaddset(&watched, passed_on[i]);
	sigprocmask(SIG_BLOCK, &watched, &run->kept_mask);
	sigaction(SIGCHLD, &usual, &run->kept_child_action);
	run->signals = signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK);
	if (run->signals < 0)
		return why_errno(why, errno, "cannot watch for signals");
	if (run->traps && socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
		return why_errno(why, errno, "cannot make a socket to trap system calls");
	run->pid = fork();
	if (run->pid == 0)
		become_command(run, parent, ends[1]);
	if (run->pid < 0) {
		run->pid = 0;
		rc = why_errno(why, errno, "cannot start a process for %s", run->command[0]);
	}
	if (!run->traps)
		return rc;
	close(ends[1]);
	if (rc == 0)
		rc = take_trap(run, ends[0], server, why);
	close(ends[0]);
	return rc;
}

/*
 * As ^Z would, had we not blocked it: whoever waits for us sees us stop, and in an orphaned process group, where
 * nobody could wake us or the command, nothing happens.
 */
static void stop_as_well(void)
{
	sigset_t stop;

	sigemptyset(&stop);
	sigaddset(&stop, SIGTSTP);
	kill(getpid(), SIGTSTP);
	sigprocmask(SIG_UNBLOCK, &stop, NULL);
	sigprocmask(SIG_BLOCK, &stop, NULL);
}

static void pass_on(const struct run *run, const struct signalfd_siginfo *info)
{
	int signal = (int)info->ssi_signo;
	bool has_it = info->ssi_pid == (uint32_t)run->pid ||
		      (info->ssi_code == SI_KERNEL && getpgid(run->pid) == getpgrp());

	if (!has_it)
		kill(run->pid, signal);
	if (signal == SIGTSTP)
		stop_as_well();
}

static int status_of(int status)
{
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* Takes what signals there are. Returns whether the command is over, and then its status. */
static bool take_signals(struct run *run, int *status)
{
	struct signalfd_siginfo info;

	while (read(run->signals, &info, sizeof(info)) == (ssize_t)sizeof(info))
		if (info.ssi_signo != SIGCHLD)
			pass_on(run, &info);
	if (waitpid(run->pid, status, WNOHANG) != run->pid)
		return false;
	run->pid = 0;
	return true;
}

int run_attend(struct run *run, struct server *server, struct why *why)
{
	struct pollfd waits[] = {
		{ .fd = run->signals, .events = POLLIN },
		{ .fd = server_fd(server), .events = POLLIN },
		{ .fd = -1, .events = POLLIN },
	};
	int status;

	for (;;) {
		int rc = 1;

		if (run->trap)
			waits[2].fd = trap_fd(run->trap);
		if (poll(waits, sizeof(waits) / sizeof(waits[0]), -1) < 0 && errno != EINTR)
			return why_errno(why, errno, "cannot wait for %s", run->command[0]);
		if (waits[0].revents && take_signals(run, &status))
			return status_of(status);
		if (waits[2].revents)
			trap_step(run->trap);
		if (waits[1].revents)
			rc = server_step(server, 0);
		if (run->trap)
			trap_resume(run->trap);
		if (rc < 0)
			return why_errno(why, rc, "the bus failed");
		if (rc > 0)
			continue;
		/* Asked to end by a control client: the command goes on without a bus. */
		waits[1].fd = -1;
		if (run->trap)
			trap_over(run->trap);
	}
}

void run_end(struct run *run)
{
	if (run->pid > 0) {
		kill(run->pid, SIGKILL);
		waitpid(run->pid, NULL, 0);
		run->pid = 0;
	}
	if (run->signals >= 0) {
		close(run->signals);
		sigaction(SIGCHLD, &run->kept_child_action, NULL);
		sigprocmask(SIG_SETMASK, &run->kept_mask, NULL);
	}
	run->signals = -1;
	trap_free(run->trap);
	run->trap = NULL;
	if (run->folder[0])
		tree_remove(run->folder);
	run->folder[0] = '\0';
	free_environment(run->environment);
	run->environment = NULL;
}
