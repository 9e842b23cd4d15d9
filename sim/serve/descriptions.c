/* sim/serve/descriptions.c: open file descriptions of the simulated /dev/i2c-N, by token. */
#include "descriptions.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

/* Indices are kept plus one, so that 0 is none and zeroed memory is empty. */
struct description {
	uint8_t token[WIRE_TOKEN_SIZE];
	struct i2cdev_file file;
	uint32_t handles;
	uint32_t bucket_next;    /* in use: the next of its bucket; free: the next free one */
	uint32_t older, younger; /* among those without handles */
};

struct handle {
	const struct handle_owner *owner; /* NULL: free */
	uint32_t description;
	uint32_t next; /* of the owner, or free */
};

struct descriptions {
	struct description all[DESCRIPTIONS_MAX];
	struct handle handles[HANDLES_MAX];
	uint32_t buckets[DESCRIPTION_BUCKETS];
	uint32_t free_description, free_handle;
	uint32_t fresh_description, fresh_handle; /* used so far: what lies behind was never touched */
	uint32_t oldest, youngest, left;
};

static struct description *at(struct descriptions *all, uint32_t index_plus_one)
{
	return &all->all[index_plus_one - 1];
}

struct descriptions *descriptions_new(void)
{
	return calloc(1, sizeof(struct descriptions));
}

void descriptions_free(struct descriptions *all)
{
	free(all);
}

/* Tokens are random: any of their bytes will do. */
static uint32_t *bucket_of(struct descriptions *all, const uint8_t *token)
{
	struct rbuf r = rbuf_from(token, WIRE_TOKEN_SIZE);

	return &all->buckets[rbuf_le32(&r) % DESCRIPTION_BUCKETS];
}

static uint32_t find(struct descriptions *all, const uint8_t *token)
{
	uint32_t i = *bucket_of(all, token);

	while (i && memcmp(at(all, i)->token, token, WIRE_TOKEN_SIZE) != 0)
		i = at(all, i)->bucket_next;
	return i;
}

/* Takes a description without handles out of the line of those. */
static void unqueue(struct descriptions *all, uint32_t i)
{
	struct description *d = at(all, i);

	*(d->older ? &at(all, d->older)->younger : &all->oldest) = d->younger;
	*(d->younger ? &at(all, d->younger)->older : &all->youngest) = d->older;
	d->older = d->younger = 0;
	all->left--;
}

static void forget(struct descriptions *all, uint32_t i)
{
	uint32_t *link = bucket_of(all, at(all, i)->token);

	while (*link != i)
		link = &at(all, *link)->bucket_next;
	*link = at(all, i)->bucket_next;
	unqueue(all, i);
	memset(at(all, i), 0, sizeof(struct description));
	at(all, i)->bucket_next = all->free_description;
	all->free_description = i;
}

static void enqueue(struct descriptions *all, uint32_t i)
{
	at(all, i)->older = all->youngest;
	*(all->youngest ? &at(all, all->youngest)->younger : &all->oldest) = i;
	all->youngest = i;
	if (++all->left > DESCRIPTIONS_LEFT_MAX)
		forget(all, all->oldest);
}

/* A new description; there is always room, by DESCRIPTIONS_MAX. 0 without randomness. */
static uint32_t create(struct descriptions *all, uint8_t *token)
{
	uint32_t i = all->free_description, *bucket;

	if (getrandom(token, WIRE_TOKEN_SIZE, 0) != WIRE_TOKEN_SIZE)
		return 0;
	if (i)
		all->free_description = at(all, i)->bucket_next;
	else
		i = ++all->fresh_description;
	bucket = bucket_of(all, token);
	*at(all, i) = (struct description){ .bucket_next = *bucket };
	memcpy(at(all, i)->token, token, WIRE_TOKEN_SIZE);
	*bucket = i;
	return i;
}

int descriptions_open(struct descriptions *all, struct handle_owner *owner, uint8_t token[WIRE_TOKEN_SIZE])
{
	static const uint8_t none[WIRE_TOKEN_SIZE];
	bool fresh = memcmp(token, none, WIRE_TOKEN_SIZE) == 0;
	uint32_t h = all->free_handle;
	uint32_t i = fresh ? 0 : find(all, token);

	if (!fresh && !i)
		return -ENOENT;
	if (owner->count == HANDLES_PER_OWNER_MAX || (!h && all->fresh_handle == HANDLES_MAX))
		return -EMFILE;
	if (fresh) {
		i = create(all, token);
		if (!i)
			return -EMFILE;
	} else if (at(all, i)->handles == 0) {
		unqueue(all, i);
	}
	at(all, i)->handles++;
	if (h)
		all->free_handle = all->handles[h - 1].next;
	else
		h = ++all->fresh_handle;
	all->handles[h - 1] = (struct handle){ .owner = owner, .description = i, .next = owner->first };
	owner->first = h;
	owner->count++;
	return (int)h;
}

static struct handle *handle_of(struct descriptions *all, const struct handle_owner *owner, uint32_t handle)
{
	if (handle == 0 || handle > HANDLES_MAX || all->handles[handle - 1].owner != owner)
		return NULL;
	return &all->handles[handle - 1];
}

int descriptions_close(struct descriptions *all, struct handle_owner *owner, uint32_t handle)
{
	struct handle *h = handle_of(all, owner, handle);
	uint32_t *link = &owner->first;

	if (!h)
		return -EBADF;
	while (*link != handle)
		link = &all->handles[*link - 1].next;
	*link = h->next;
	owner->count--;
	if (--at(all, h->description)->handles == 0)
		enqueue(all, h->description);
	*h = (struct handle){ .next = all->free_handle };
	all->free_handle = handle;
	return 0;
}

void descriptions_close_all(struct descriptions *all, struct handle_owner *owner)
{
	while (owner->first)
		descriptions_close(all, owner, owner->first);
}

struct i2cdev_file *descriptions_file(
	struct descriptions *all, const struct handle_owner *owner, uint32_t handle)
{
	struct handle *h = handle_of(all, owner, handle);

	return h ? &at(all, h->description)->file : NULL;
}
