/* tests/shim/shim_start.c: starts a program as a user would and keeps what it says. */
#include "shim_start.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cmocka_all.h"

void start(struct started *s, const char *const argv[], const char *const env[])
{
	int out[2], err[2];

	memset(s, 0, sizeof(*s));
	assert_int_equal(pipe2(out, O_CLOEXEC), 0);
	assert_int_equal(pipe2(err, O_CLOEXEC), 0);
	s->pid = fork();
	assert_true(s->pid >= 0);
	if (s->pid == 0) {
		setpgid(0, 0); /* a signal to it is no signal to us */
		dup2(out[1], STDOUT_FILENO);
		dup2(err[1], STDERR_FILENO);
		for (size_t i = 0; env && env[i]; i++)
			putenv((char *)env[i]);
		execvp(argv[0], (char *const *)argv);
		_exit(127);
	}
	close(out[1]);
	close(err[1]);
	s->out = out[0];
	s->err = err[0];
}

/* Takes what has been said; closes the pipe at its end. Returns false then. */
static int take(int *fd, char *text)
{
	size_t len = strlen(text);
	ssize_t n = read(*fd, text + len, SAID_MAX - 1 - len);

	if (n > 0) {
		text[len + (size_t)n] = '\0';
		return 1;
	}
	close(*fd);
	*fd = -1;
	return 0;
}

/* Takes more, from either. Returns 0 when there will be no more. */
static int listen_on(struct started *s)
{
	struct pollfd waits[] = { { .fd = s->out, .events = POLLIN }, { .fd = s->err, .events = POLLIN } };
	int n;

	if (s->out < 0 && s->err < 0)
		return 0;
	n = poll(waits, 2, START_SECONDS * 1000);
	if (n == 0)
		kill(-s->pid, SIGKILL);
	assert_int_not_equal(n, 0);
	if (waits[0].revents)
		take(&s->out, s->said);
	if (waits[1].revents)
		take(&s->err, s->complained);
	return 1;
}

void expect_said(struct started *s, const char *text)
{
	while (!strstr(s->said, text))
		if (!listen_on(s))
			fail_msg("it ended without saying '%s', but '%s' and '%s'", text, s->said,
				s->complained);
}

int finish(struct started *s)
{
	int status;

	while (listen_on(s))
		;
	assert_int_equal(waitpid(s->pid, &status, 0), s->pid);
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int run_program(struct started *s, const char *const argv[], const char *const env[])
{
	start(s, argv, env);
	return finish(s);
}
