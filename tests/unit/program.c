/* tests/unit/program.c: running the real `sesim` program and seeing what it says. */
#include "program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmocka_all.h"

extern char **environ;

/* Reads both pipes to their ends. Returns false after 60 seconds without any of it. */
static int drain(int fds[2], char *texts[2])
{
	size_t used[2] = { 0, 0 };
	int open = 2;

	while (open > 0) {
		struct pollfd polls[2] = { { .fd = fds[0], .events = POLLIN },
			{ .fd = fds[1], .events = POLLIN } };

		if (poll(polls, 2, 60000) <= 0)
			return 0;
		for (size_t i = 0; i < 2; i++) {
			ssize_t n;

			if (!(polls[i].revents & (POLLIN | POLLHUP)))
				continue;
			n = read(fds[i], texts[i] + used[i], PROGRAM_OUTPUT - 1 - used[i]);
			if (n > 0) {
				used[i] += (size_t)n;
				continue;
			}
			close(fds[i]);
			fds[i] = -1;
			open--;
		}
	}
	texts[0][used[0]] = texts[1][used[1]] = '\0';
	return 1;
}

static pid_t start(char **argv, int fds[2])
{
	posix_spawn_file_actions_t actions;
	int out[2], err[2];
	pid_t pid;

	assert_int_equal(pipe2(out, O_CLOEXEC), 0);
	assert_int_equal(pipe2(err, O_CLOEXEC), 0);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, out[1], 1);
	posix_spawn_file_actions_adddup2(&actions, err[1], 2);
	assert_int_equal(posix_spawn(&pid, SESIM_PROGRAM, &actions, NULL, argv, environ), 0);
	posix_spawn_file_actions_destroy(&actions);
	close(out[1]);
	close(err[1]);
	fds[0] = out[0];
	fds[1] = err[0];
	return pid;
}

static void split(char *argv[PROGRAM_WORDS + 2], char *words)
{
	size_t n = 1;

	for (char *word = strtok(words, " "); word && n <= PROGRAM_WORDS; word = strtok(NULL, " "))
		argv[n++] = word;
}

static int status_of(int status)
{
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void program_run(struct program_result *result, const char *line)
{
	char *texts[2] = { result->out, result->err };
	char *argv[PROGRAM_WORDS + 2] = { "sesim" };
	char *words = strdup(line);
	int fds[2], status, ended;
	pid_t pid;

	split(argv, words);
	pid = start(argv, fds);
	assert_true(pid > 0);
	ended = drain(fds, texts);
	if (!ended)
		kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	free(words);
	assert_true(ended);
	result->status = status_of(status);
}

int program_start(const char *line, char *ready, size_t size)
{
	posix_spawn_file_actions_t actions;
	char *argv[PROGRAM_WORDS + 2] = { "sesim" };
	char *words = strdup(line);
	struct pollfd wait;
	int fds[2];
	ssize_t n;
	pid_t pid;

	split(argv, words);
	assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, fds[1], fds[1] == 3 ? 4 : 3);
	if (fds[1] == 3)
		posix_spawn_file_actions_adddup2(&actions, 4, 3);
	assert_int_equal(posix_spawn(&pid, SESIM_PROGRAM, &actions, NULL, argv, environ), 0);
	posix_spawn_file_actions_destroy(&actions);
	free(words);
	close(fds[1]);
	wait = (struct pollfd){ .fd = fds[0], .events = POLLIN };
	n = poll(&wait, 1, 60000) == 1 ? read(fds[0], ready, size - 1) : -1;
	close(fds[0]);
	if (n <= 0)
		program_end(pid, SIGKILL);
	assert_true(n > 0);
	ready[n] = '\0';
	ready[strcspn(ready, "\n")] = '\0';
	return pid;
}

int program_end(int pid, int signal)
{
	int status;

	assert_true(pid > 0);
	kill(pid, signal);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status_of(status);
}
