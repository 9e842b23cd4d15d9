/* sim/serve/shim/client.c: this process's connection to the bus socket, and who may use it. */
#include "client.h"

#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <time.h>

#include "connection.h"
#include "settings.h"
#include "sys.h"

enum {
	PAGE_SIZE = 4096,
	WAIT_NS = 50 * 1000 * 1000, /* for another thread's request; then we make our own connection */
};

/* Emptied by fork(): a child starts with nobody owning it, no lock held and no connection. */
struct page {
	atomic_int
		owner; /* pid; the child of a vfork shares the page, but not the descriptors: it is not the owner */
	atomic_int holder; /* tid of who uses the connection, 0: nobody */
	atomic_int waiting;
	atomic_uint turn; /* counts who had it */
	atomic_uint
		given_up; /* the turn that lasted too long: perhaps a handler jumped out of it, for good */
	struct connection connection;
};

_Static_assert(sizeof(struct page) <= PAGE_SIZE, "the state of a process fits in a page");

/* Not emptied by fork(): lets a child close the copy of its parent's connection. */
struct heirloom {
	atomic_int fd;
	atomic_ullong inode;
};

static struct heirloom *heirloom(void)
{
	static struct heirloom kept;

	return &kept;
}

static struct page *page(bool make)
{
	static struct page *_Atomic kept;
	struct page *p = atomic_load(&kept), *none = NULL;
	long at;

	if (p || !make)
		return p;
	at = sys_map(PAGE_SIZE);
	if (at < 0)
		return NULL;
	p = (struct page *)at;
	/* Where the kernel cannot, a child is just no owner, and connects for each request. */
	sys_call(SYS_madvise, at, PAGE_SIZE, MADV_WIPEONFORK, 0, 0);
	if (atomic_compare_exchange_strong(&kept, &none, p))
		return p;
	sys_call(SYS_munmap, at, PAGE_SIZE, 0, 0, 0);
	return none;
}

static void close_heirloom(void)
{
	struct heirloom *h = heirloom();
	int fd = atomic_exchange(&h->fd, 0);
	struct stat st;

	if (fd > 0 && sys_fstat(fd, &st) == 0 && S_ISSOCK(st.st_mode) && st.st_ino == atomic_load(&h->inode))
		sys_close(fd);
}

static bool owned(struct page *p)
{
	int pid = (int)sys_call(SYS_getpid, 0, 0, 0, 0, 0);
	int owner = 0;

	if (atomic_compare_exchange_strong(&p->owner, &owner, pid)) {
		close_heirloom();
		return true;
	}
	return owner == pid;
}

static bool try_lock(struct page *p, int tid, int *holder)
{
	*holder = 0;
	if (!atomic_compare_exchange_strong(&p->holder, holder, tid))
		return false;
	atomic_fetch_add(&p->turn, 1);
	return true;
}

static bool lock(struct page *p, bool wait)
{
	const struct timespec limit = { .tv_nsec = WAIT_NS };
	int tid = (int)sys_call(SYS_gettid, 0, 0, 0, 0, 0);
	int holder;
	bool ours = false;
	long rc = 0;

	if (try_lock(p, tid, &holder))
		return true;
	if (holder == tid || !wait || atomic_load(&p->given_up) == atomic_load(&p->turn))
		return false; /* a signal handler came between, or jumped out of a request */
	atomic_fetch_add(&p->waiting, 1);
	while (!ours && rc != -ETIMEDOUT) {
		rc = sys_call(SYS_futex, (long)&p->holder, FUTEX_WAIT_PRIVATE, holder, (long)&limit, 0);
		ours = try_lock(p, tid, &holder);
	}
	atomic_fetch_sub(&p->waiting, 1);
	if (!ours)
		atomic_store(&p->given_up, atomic_load(&p->turn));
	return ours;
}

static void unlock(struct page *p)
{
	atomic_store(&p->holder, 0);
	if (atomic_load(&p->waiting) > 0)
		sys_call(SYS_futex, (long)&p->holder, FUTEX_WAKE_PRIVATE, 1, 0, 0);
}

/* The shared connection, locked, or the caller's own. */
static struct connection *take(struct connection *own)
{
	struct page *p = page(true);

	if (p && owned(p) && lock(p, true))
		return &p->connection;
	*own = (struct connection){ 0 };
	return own;
}

static void give(struct connection *c, struct connection *own)
{
	struct heirloom *h = heirloom();

	if (c == own) {
		connection_drop(own);
		return;
	}
	atomic_store(&h->inode, atomic_load(&c->inode));
	atomic_store(&h->fd, atomic_load(&c->fd));
	unlock(page(false));
}

int client_open(uint64_t token[2])
{
	struct connection own, *c = take(&own);
	int rc = connection_open(c, token);

	give(c, &own);
	return rc;
}

void client_closed(const uint64_t token[2])
{
	struct page *p = page(false);

	if (!p || !owned(p) || !lock(p, false))
		return;
	connection_closed(&p->connection, token);
	unlock(p);
}

int client_request(const struct fake *fake, uint16_t type, struct iovec *body, size_t n_body,
	struct iovec *answer, size_t n_answer)
{
	struct connection own, *c = take(&own);
	int rc = connection_request(c, fake->token, type, body, n_body, answer, n_answer);

	give(c, &own);
	return rc;
}

int client_functionality(uint32_t *funcs)
{
	struct connection own, *c = take(&own);
	int rc = connection_ready(c);

	if (rc == 0)
		*funcs = c->functionality;
	give(c, &own);
	return rc;
}

bool client_owns(int fd)
{
	struct page *p = page(false);

	return p && fd > 0 && atomic_load(&p->connection.fd) == fd && owned(p) &&
	       connection_has(&p->connection, fd);
}

/* Early, and in a child at once: the child of a vfork, which shares the page, must find it owned by another. */
static void claim(void)
{
	struct page *p = page(true);

	if (p)
		owned(p);
}

__attribute__((constructor)) static void claim_early(void)
{
	if (!settings()->on)
		return;
	claim();
	pthread_atfork(NULL, NULL, claim);
}
