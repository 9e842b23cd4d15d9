/* sim/serve/shim/connection.c: one connection to the bus socket. */
#include "connection.h"

#include <sys/resource.h>
#include <sys/socket.h>

#include "settings.h"
#include "sys.h"

enum {
	LOWEST_FD = 3, /* never one of the standard three */
	USUAL_FDS = 1024,
	FDS_AT_THE_TOP = 32,
};

/* What a program sees when the way to the bus is broken; what is its own fault or its own limit it sees as it is. */
static int as_device_error(long rc)
{
	switch (rc) {
	case -EFAULT:
	case -EMFILE:
	case -ENFILE:
	case -ENOMEM:
	case -EPIPE:
		return (int)rc;
	case -ENOBUFS:
		return -ENOMEM;
	case -EMSGSIZE:
		return -EOPNOTSUPP; /* longer than this socket carries: an adapter with a length limit */
	default:
		return -ENODEV;
	}
}

static int send_parts(int fd, struct iovec *parts, size_t n)
{
	struct msghdr message = { .msg_iov = parts, .msg_iovlen = n };
	long rc;

	do
		rc = sys_call(SYS_sendmsg, fd, (long)&message, MSG_NOSIGNAL, 0, 0);
	while (rc == -EINTR);
	return rc < 0 ? as_device_error(rc == -ECONNRESET ? -EPIPE : rc) : 0;
}

/* A server that ends or is killed wakes us: the kernel closes its end. */
static long receive_parts(int fd, struct iovec *parts, size_t n)
{
	struct msghdr message = { .msg_iov = parts, .msg_iovlen = n };
	long rc;

	do
		rc = sys_call(SYS_recvmsg, fd, (long)&message, 0, 0, 0);
	while (rc == -EINTR);
	if (rc == -EFAULT)
		return rc;
	return rc <= 0 ? -ENODEV : rc;
}

/* High up, where programs neither expect nor count descriptors; as it is when that is not to be had. */
static int move_up(int fd)
{
	struct rlimit limit = { 0 };
	long top = USUAL_FDS;
	int moved;

	if (sys_call(SYS_prlimit64, 0, RLIMIT_NOFILE, 0, (long)&limit, 0) == 0 && limit.rlim_cur < USUAL_FDS)
		top = (long)limit.rlim_cur;
	moved = sys_fcntl(fd, F_DUPFD_CLOEXEC, top > 2 * FDS_AT_THE_TOP ? top - FDS_AT_THE_TOP : LOWEST_FD);
	if (moved < 0)
		moved = sys_fcntl(fd, F_DUPFD_CLOEXEC, LOWEST_FD);
	sys_close(fd);
	return moved;
}

static int say_hello(int fd, uint32_t *functionality)
{
	struct wire_hello hello = { .version = WIRE_VERSION, .role = WIRE_ROLE_DATA };
	uint8_t bytes[WIRE_WELCOME_SIZE];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	struct wire_header header;
	struct wire_welcome welcome;
	struct rbuf r;
	long got;
	int rc;

	memcpy(hello.key, settings()->key, sizeof(hello.key));
	wire_put_header(&w, WIRE_HELLO, 0, 0);
	wire_put_hello(&w, &hello);
	rc = send_parts(fd, &(struct iovec){ .iov_base = bytes, .iov_len = w.len }, 1);
	if (rc < 0)
		return rc;
	got = receive_parts(fd, &(struct iovec){ .iov_base = bytes, .iov_len = sizeof(bytes) }, 1);
	if (got < 0)
		return (int)got;
	r = rbuf_from(bytes, (size_t)got); /* the parts behind it are cut off */
	header = wire_get_header(&r);
	welcome = wire_get_welcome(&r);
	if (rbuf_bad(&r) || header.type != WIRE_WELCOME || welcome.version != WIRE_VERSION)
		return -ENODEV;
	*functionality = welcome.functionality;
	return 0;
}

static int connect_to_server(int fd)
{
	const struct settings *s = settings();
	int room = WIRE_MESSAGE_MAX;
	long rc;

	sys_call(SYS_setsockopt, fd, SOL_SOCKET, SO_SNDBUF, (long)&room, sizeof(room));
	do
		rc = sys_call(SYS_connect, fd, (long)&s->address, (long)s->address_len, 0, 0);
	while (rc == -EINTR);
	return rc < 0 ? -ENODEV : 0;
}

bool connection_has(const struct connection *c, int fd)
{
	struct stat st;

	return fd > 0 && atomic_load(&c->fd) == fd && sys_fstat(fd, &st) == 0 &&
	       st.st_dev == atomic_load(&c->device) && st.st_ino == atomic_load(&c->inode);
}

void connection_drop(struct connection *c)
{
	int fd = atomic_load(&c->fd);

	if (connection_has(c, fd))
		sys_close(fd);
	atomic_store(&c->fd, 0);
	for (size_t i = 0; i < CONNECTION_JOINED_MAX; i++)
		c->joined[i].handle = 0;
}

int connection_ready(struct connection *c)
{
	struct stat st;
	int fd, rc;

	if (connection_has(c, atomic_load(&c->fd)))
		return 0;
	connection_drop(c);
	fd = (int)sys_call(SYS_socket, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, 0, 0);
	if (fd >= 0)
		fd = move_up(fd);
	if (fd < 0)
		return as_device_error(fd);
	rc = connect_to_server(fd);
	if (rc == 0)
		rc = say_hello(fd, &c->functionality);
	if (rc == 0)
		rc = sys_fstat(fd, &st);
	if (rc < 0) {
		sys_close(fd);
		return rc == -EPIPE ? -ENODEV : rc;
	}
	atomic_store(&c->device, st.st_dev);
	atomic_store(&c->inode, st.st_ino);
	atomic_store(&c->fd, fd);
	return 0;
}

/* Sends a request and takes its answer; the result's rc. */
static int exchange(struct connection *c, uint16_t type, uint32_t handle, struct iovec *body, size_t n_body,
	struct iovec *answer, size_t n_answer)
{
	uint8_t head[WIRE_HEADER_SIZE], result_bytes[WIRE_RESULT_SIZE];
	struct wbuf w = wbuf_to(head, sizeof(head));
	struct wire_header header;
	struct wire_result result;
	struct rbuf r;
	long got;
	int rc;

	wire_put_header(&w, type, ++c->id, handle);
	body[0] = (struct iovec){ .iov_base = head, .iov_len = w.len };
	answer[0] = (struct iovec){ .iov_base = result_bytes, .iov_len = sizeof(result_bytes) };
	rc = send_parts(atomic_load(&c->fd), body, n_body);
	if (rc < 0)
		return rc;
	got = receive_parts(atomic_load(&c->fd), answer, n_answer);
	if (got == -EFAULT)
		return -EFAULT;
	r = rbuf_from(result_bytes, got < 0                              ? 0
				    : (size_t)got < sizeof(result_bytes) ? (size_t)got
									 : sizeof(result_bytes));
	header = wire_get_header(&r);
	result = wire_get_result(&r);
	if (rbuf_bad(&r) || header.type != WIRE_RESULT || header.id != c->id) {
		connection_drop(c);
		return -ENODEV;
	}
	return result.rc;
}

static int join(struct connection *c, const uint64_t token[2], uint64_t joined[2])
{
	struct iovec body[2] = { { 0 }, { .iov_base = (void *)token, .iov_len = WIRE_TOKEN_SIZE } };
	struct iovec answer[2] = { { 0 }, { .iov_base = joined, .iov_len = WIRE_TOKEN_SIZE } };
	int rc = exchange(c, WIRE_OPEN, 0, body, 2, answer, 2);

	return rc == 0 ? -ENODEV : rc; /* no handle is 0: this is no server of ours */
}

static struct joined *find(struct connection *c, const uint64_t token[2])
{
	for (size_t i = 0; i < CONNECTION_JOINED_MAX; i++) {
		struct joined *j = &c->joined[i];

		if (j->handle != 0 && j->token[0] == token[0] && j->token[1] == token[1])
			return j;
	}
	return NULL;
}

/* Goes before the other: a free place, then what the program has closed, then what it needed longest ago. */
static bool goes_first(const struct joined *a, const struct joined *b)
{
	if (a->handle == 0 || b->handle == 0)
		return a->handle == 0 && b->handle != 0;
	if (a->closed != b->closed)
		return a->closed;
	return a->used < b->used;
}

/* A free place; the server is told to close what was there, so that its count stays bounded. */
static int make_room(struct connection *c, struct joined **place)
{
	struct iovec body[1], answer[1];
	int rc = 0;

	*place = &c->joined[0];
	for (size_t i = 1; i < CONNECTION_JOINED_MAX; i++)
		if (goes_first(&c->joined[i], *place))
			*place = &c->joined[i];
	if ((*place)->handle != 0)
		rc = exchange(c, WIRE_CLOSE, (*place)->handle, body, 1, answer, 1);
	(*place)->handle = 0;
	return rc == -EPIPE || rc == -ENODEV ? rc : 0;
}

static void keep(struct connection *c, struct joined *place, int handle, const uint64_t token[2])
{
	place->token[0] = token[0];
	place->token[1] = token[1];
	place->handle = (uint32_t)handle;
	place->used = ++c->uses;
	place->closed = false;
}

static int try_open(struct connection *c, uint64_t token[2])
{
	static const uint64_t none[2];
	struct joined *place;
	int rc = connection_ready(c);

	if (rc < 0)
		return rc;
	rc = make_room(c, &place);
	if (rc < 0)
		return rc;
	rc = join(c, none, token);
	if (rc > 0)
		keep(c, place, rc, token);
	return rc > 0 ? 0 : rc;
}

/* -EPIPE: the server closed this connection before it got the request, but there may be a server all the same. */
int connection_open(struct connection *c, uint64_t token[2])
{
	int rc = try_open(c, token);

	if (rc == -EPIPE) {
		connection_drop(c);
		rc = try_open(c, token);
	}
	return rc == -EPIPE ? -ENODEV : rc;
}

void connection_closed(struct connection *c, const uint64_t token[2])
{
	struct joined *j = find(c, token);

	if (j)
		j->closed = true;
}

static int handle_of(struct connection *c, const uint64_t token[2])
{
	struct joined *j = find(c, token);
	uint64_t same[2];
	int rc;

	if (j) {
		j->used = ++c->uses;
		j->closed = false;
		return (int)j->handle;
	}
	rc = make_room(c, &j);
	if (rc == 0)
		rc = join(c, token, same);
	if (rc > 0)
		keep(c, j, rc, token);
	return rc == -ENOENT ? -ENODEV : rc;
}

static int try_request(struct connection *c, const uint64_t token[2], uint16_t type, struct iovec *body,
	size_t n_body, struct iovec *answer, size_t n_answer)
{
	int rc = connection_ready(c);

	if (rc == 0)
		rc = handle_of(c, token);
	if (rc < 0)
		return rc;
	return exchange(c, type, (uint32_t)rc, body, n_body, answer, n_answer);
}

int connection_request(struct connection *c, const uint64_t token[2], uint16_t type, struct iovec *body,
	size_t n_body, struct iovec *answer, size_t n_answer)
{
	int rc = try_request(c, token, type, body, n_body, answer, n_answer);

	if (rc == -EPIPE) {
		connection_drop(c);
		rc = try_request(c, token, type, body, n_body, answer, n_answer);
	}
	return rc == -EPIPE ? -ENODEV : rc;
}
