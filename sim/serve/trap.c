/* sim/serve/trap.c: system calls of a command, one after another: received, run, answered. */
#include "trap.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "trap_state.h"

void trap_tell(struct trap *trap, enum trap_warning kind, const char *format, ...)
{
	char sentence[512];
	va_list args;

	if (trap->warned[kind] || !trap->warn)
		return;
	trap->warned[kind] = true;
	va_start(args, format);
	vsnprintf(sentence, sizeof(sentence), format, args);
	va_end(args);
	trap->warn(trap->warn_context, sentence);
}

int trap_take(struct trap **out, int from, pid_t command, struct server *server,
	const struct trap_options *options, struct why *why)
{
	struct trap *trap = calloc(1, sizeof(*trap));
	int listener;

	*out = NULL;
	if (!trap)
		return why_errno(why, ENOMEM, "no memory to trap system calls");
	listener = trap_listener(from, command, why);
	if (listener < 0) {
		free(trap);
		return listener;
	}
	trap->listener = listener;
	trap->server = server;
	trap->bus = options->bus;
	trap->warn = options->warn;
	trap->warn_context = options->warn_context;
	snprintf(trap->name, sizeof(trap->name), "i2c-%u", options->bus);
	snprintf(trap->node, sizeof(trap->node), "/dev/%s", trap->name);
	snprintf(trap->folder, sizeof(trap->folder), "%s", options->folder);
	trap_files_init(&trap->files);
	*out = trap;
	return 0;
}

int trap_fd(const struct trap *trap)
{
	return trap->ended || trap->n_waiting == TRAP_WAITING_MAX ? -1 : trap->listener;
}

/* Who has gone in the meantime is told nothing. */
static void answer(struct trap *trap, uint64_t id, int64_t value)
{
	struct seccomp_notif_resp response = { .id = id };

	if (value == TRAP_SENT)
		return;
	if (value == TRAP_PASS)
		response.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
	else if (value < 0)
		response.error = (int32_t)value;
	else
		response.val = value;
	ioctl(trap->listener, SECCOMP_IOCTL_NOTIF_SEND, &response);
}

static int64_t run(struct trap *trap, struct trap_call *call)
{
	size_t n;
	const struct trap_row *rows = trap_rows(&n);

	trap->keep = false;
	for (size_t i = 0; i < n; i++)
		if (rows[i].number == call->notif.data.nr)
			return rows[i].run(trap, call);
	return TRAP_PASS;
}

/* A transaction under CLOCK_REAL lasts until its end. */
static void finish(struct trap *trap, uint64_t id, int64_t value)
{
	if (!trap->keep || value == TRAP_SENT) {
		answer(trap, id, value);
		return;
	}
	trap->holds = true;
	trap->held_id = id;
	trap->held = value;
}

void trap_step(struct trap *trap)
{
	struct trap_call call = { .resumed = false };
	struct pollfd state = { .fd = trap->listener, .events = POLLIN };
	int64_t value;

	if (ioctl(trap->listener, SECCOMP_IOCTL_NOTIF_RECV, &call.notif) < 0) {
		/* It died before it was heard; or it was the last one. */
		trap->ended =
			errno != EINTR && poll(&state, 1, 0) == 1 && state.revents & (POLLHUP | POLLERR);
		return;
	}
	value = run(trap, &call);
	if (value == TRAP_LATER) {
		trap->waiting[trap->n_waiting++] = call;
		local_wait(trap->server, true);
		return;
	}
	finish(trap, call.notif.id, value);
}

void trap_resume(struct trap *trap)
{
	while (local_may_run(trap->server)) {
		struct trap_call *call = &trap->waiting[0];
		int64_t value;

		if (trap->holds)
			answer(trap, trap->held_id, trap->held);
		trap->holds = false;
		if (trap->n_waiting == 0)
			break;
		call->resumed = true;
		value = run(trap, call);
		if (value == TRAP_LATER)
			break;
		finish(trap, call->notif.id, value);
		trap->n_waiting--;
		memmove(&trap->waiting[0], &trap->waiting[1], trap->n_waiting * sizeof(trap->waiting[0]));
	}
	local_wait(trap->server, trap->n_waiting > 0);
}

/* Whether somebody goes on who is watched. */
static bool is_used(const struct trap *trap)
{
	struct pollfd state = { .fd = trap->listener, .events = POLLIN };

	return !trap->ended && (poll(&state, 1, 0) == 0 || !(state.revents & (POLLHUP | POLLERR)));
}

/* In a process of its own: without a listener every watched call would fail with ENOSYS. */
static void look_after(struct trap *trap)
{
	struct pollfd state = { .fd = trap->listener, .events = POLLIN };

	trap->warn = NULL;
	while (!trap->ended && (poll(&state, 1, -1) >= 0 || errno == EINTR)) {
		if (state.revents & POLLIN)
			trap_step(trap);
		else if (state.revents & (POLLHUP | POLLERR))
			break;
	}
}

/* Leaves somebody behind, and waits until he has nothing of ours open any more. */
static void leave_behind(struct trap *trap)
{
	int closed[2];
	char none;
	pid_t pid;

	if (pipe(closed) < 0)
		return;
	pid = fork();
	if (pid == 0) {
		dup2(trap->listener, 0);
		trap->listener = 0;
		close_range(1, ~0u, 0);
		trap_files_abandon(&trap->files);
		setsid();
		signal(SIGHUP, SIG_IGN);
		prctl(PR_SET_NAME, "sesim-after");
		look_after(trap);
		_exit(0);
	}
	close(closed[1]);
	if (pid > 0)
		while (read(closed[0], &none, 1) < 0 && errno == EINTR)
			;
	close(closed[0]);
}

void trap_over(struct trap *trap)
{
	trap->over = true;
	for (size_t i = 0; i < trap->n_waiting; i++)
		answer(trap, trap->waiting[i].notif.id, -ENODEV);
	if (trap->holds)
		answer(trap, trap->held_id, trap->held);
	trap->n_waiting = 0;
	trap->holds = false;
}

void trap_free(struct trap *trap)
{
	if (!trap)
		return;
	trap_over(trap);
	if (is_used(trap))
		leave_behind(trap);
	trap_files_close(&trap->files);
	close(trap->listener);
	free(trap);
}
