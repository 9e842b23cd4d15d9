/* tests/unit/serve_fixture.h: a bus with two toys at 48 and 60, served by a thread, and clients for it. */
#ifndef SESIM_TESTS_SERVE_FIXTURE_H
#define SESIM_TESTS_SERVE_FIXTURE_H

#include <pthread.h>

#include "bus.h"
#include "server.h"
#include "socket_client.h"
#include "toy_chip.h"

struct serve_fixture {
	struct bus bus;
	struct toy toys[2];
	struct wire_part parts[2];
	struct server_options options;
	struct server *server;
	pthread_t thread;
	bool running;
	char dir[64];
	char url[96];     /* unix:DIR/bus */
	char tcp_url[64]; /* tcp:127.0.0.1:PORT */
	char notes[4096]; /* what the server noted; look at it when the thread has ended */
};

/* A bus and a server that listens on both kinds of socket, in a folder of its own; the thread does not run yet. */
void serve_fixture_make(struct serve_fixture *f, enum clock_mode mode, const struct server_options *options);
void serve_fixture_start(struct serve_fixture *f);
/* Stops the thread, keeps the rest. */
void serve_fixture_stop(struct serve_fixture *f);
void serve_fixture_end(struct serve_fixture *f);

/* make and start with an instant clock, for cmocka: *state is the fixture. */
int serve_setup(void **state);
int serve_teardown(void **state);

/* A greeted client; the test fails without. */
struct socket_client serve_client(const char *url, enum wire_role role);

/* A connected socket that has said nothing yet. */
int serve_raw(const char *url);

/* One request with a body. Fails the test when there is no answer; returns its rc. */
int serve_call(struct socket_client *client, uint16_t type, uint32_t handle, const void *body, size_t len,
	struct socket_answer *answer);

/* A handle on a new description of the toy at addr. token, unless NULL, is what it joins or gets. */
uint32_t serve_open(struct socket_client *client, uint16_t addr, uint8_t *token);
int serve_set(struct socket_client *client, uint32_t handle, uint32_t setting, uint64_t value);

#endif
