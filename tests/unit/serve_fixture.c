/* tests/unit/serve_fixture.c: a bus with two toys at 48 and 60, served by a thread, and clients for it. */
#include "serve_fixture.h"

#include "cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void note(void *context, const char *sentence)
{
	struct serve_fixture *f = context;
	size_t used = strlen(f->notes);

	snprintf(f->notes + used, sizeof(f->notes) - used, "%s\n", sentence);
}

void serve_fixture_make(struct serve_fixture *f, enum clock_mode mode, const struct server_options *options)
{
	static const uint8_t addresses[2] = { 0x48, 0x60 };
	struct why why = { "" };
	const struct chip_env env = { 0 };

	memset(f, 0, sizeof(*f));
	snprintf(f->dir, sizeof(f->dir), "/tmp/sesim-test-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	snprintf(f->url, sizeof(f->url), "unix:%s/bus", f->dir);
	bus_init(&f->bus, mode, I2C_SPEED_DEFAULT);
	for (size_t i = 0; i < 2; i++) {
		struct chip_env own = env;

		own.address = addresses[i];
		f->toys[i] = toy_make(addresses[i]);
		assert_non_null(bus_attach(&f->bus, &toy_model, &f->toys[i], &own));
		f->parts[i] = (struct wire_part){ .address = addresses[i],
			.serial_len = 2,
			.kind = "toy",
			.profile = "toy",
			.serial = { 0x12, addresses[i] } };
	}
	if (options)
		f->options = *options;
	f->options.note = note;
	f->options.note_context = f;
	if (server_new(&f->server, &f->bus, f->parts, 2, &f->options, &why) < 0 ||
		server_listen(f->server, f->url, false, &why) < 0 ||
		server_listen(f->server, "tcp:127.0.0.1:0", false, &why) < 0)
		fail_msg("%s", why.text);
	snprintf(f->tcp_url, sizeof(f->tcp_url), "tcp:127.0.0.1:%u", server_port(f->server));
}

static void *serve(void *context)
{
	struct serve_fixture *f = context;

	server_run(f->server);
	return NULL;
}

void serve_fixture_start(struct serve_fixture *f)
{
	assert_int_equal(pthread_create(&f->thread, NULL, serve, f), 0);
	f->running = true;
}

void serve_fixture_stop(struct serve_fixture *f)
{
	if (!f->running)
		return;
	server_stop(f->server);
	pthread_join(f->thread, NULL);
	f->running = false;
}

void serve_fixture_end(struct serve_fixture *f)
{
	serve_fixture_stop(f);
	server_free(f->server);
	f->server = NULL;
	/* Nothing may be left behind, the lock neither. */
	assert_int_equal(rmdir(f->dir), 0);
}

int serve_setup(void **state)
{
	struct serve_fixture *f = malloc(sizeof(*f));

	if (!f)
		return -1;
	serve_fixture_make(f, CLOCK_INSTANT, NULL);
	serve_fixture_start(f);
	*state = f;
	return 0;
}

int serve_teardown(void **state)
{
	serve_fixture_end(*state);
	free(*state);
	return 0;
}

struct socket_client serve_client(const char *url, enum wire_role role)
{
	struct socket_client client = { .fd = -1 };
	struct endpoint endpoint;
	struct why why = { "" };

	if (endpoint_parse(&endpoint, url, &why) < 0 ||
		socket_client_open(&client, &endpoint, role, &why) < 0)
		fail_msg("%s", why.text);
	return client;
}

int serve_raw(const char *url)
{
	struct endpoint endpoint;
	int fd;

	assert_int_equal(endpoint_parse(&endpoint, url, NULL), 0);
	fd = socket(
		endpoint.address.ss_family, endpoint.kind == ENDPOINT_TCP ? SOCK_STREAM : SOCK_SEQPACKET, 0);
	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (const struct sockaddr *)&endpoint.address, endpoint.address_len), 0);
	return fd;
}

int serve_call(struct socket_client *client, uint16_t type, uint32_t handle, const void *body, size_t len,
	struct socket_answer *answer)
{
	struct wbuf w = socket_client_request(client, type, handle);
	struct socket_answer own;

	wbuf_put(&w, body, len);
	answer = answer ? answer : &own;
	if (socket_client_call(client, &w, 0, answer) < 0)
		fail_msg("no answer to request %04x: %s", type, client->reason);
	return answer->result.rc;
}

int serve_set(struct socket_client *client, uint32_t handle, uint32_t setting, uint64_t value)
{
	struct wbuf w = socket_client_request(client, WIRE_SET, handle);
	struct socket_answer answer;

	wire_put_set(&w, setting, value);
	assert_int_equal(socket_client_call(client, &w, 0, &answer), 0);
	return answer.result.rc;
}

uint32_t serve_open(struct socket_client *client, uint16_t addr, uint8_t *token)
{
	static const uint8_t none[WIRE_TOKEN_SIZE];
	struct socket_answer answer;
	int handle = serve_call(client, WIRE_OPEN, 0, token ? token : none, WIRE_TOKEN_SIZE, &answer);

	assert_true(handle > 0);
	assert_int_equal(rbuf_left(&answer.data), WIRE_TOKEN_SIZE);
	if (token)
		rbuf_copy(&answer.data, token, WIRE_TOKEN_SIZE);
	if (addr)
		assert_int_equal(serve_set(client, (uint32_t)handle, WIRE_SET_SLAVE, addr), 0);
	return (uint32_t)handle;
}
