/* proto/wire/cursor.h: the bounded reader and writer through which every received byte passes. */
#ifndef SESIM_WIRE_CURSOR_H
#define SESIM_WIRE_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/*
 * Reads `left` bytes from `at`. Reading past the end gives zeros and marks the cursor bad; one
 * test of rbuf_bad() at the end of a parse is enough. Borrows the bytes.
 */
struct rbuf {
	const uint8_t *at;
	size_t left;
	bool bad;
};

/*
 * Writes up to `cap` bytes to `at`; `len` of them are filled. Writing past the end writes nothing
 * and marks the cursor bad. Borrows the buffer.
 */
struct wbuf {
	uint8_t *at;
	size_t len;
	size_t cap;
	bool bad;
};

static inline struct rbuf rbuf_from(const void *bytes, size_t len)
{
	return (struct rbuf){ .at = bytes, .left = len };
}

static inline bool rbuf_bad(const struct rbuf *r)
{
	return r->bad;
}

static inline size_t rbuf_left(const struct rbuf *r)
{
	return r->left;
}

/* The next n bytes, NULL when there are fewer (the cursor is then bad and empty). */
static inline const uint8_t *rbuf_bytes(struct rbuf *r, size_t n)
{
	const uint8_t *p = r->at;

	if (n > r->left) {
		r->bad = true;
		r->left = 0;
		return NULL;
	}
	if (n > 0) {
		r->at += n;
		r->left -= n;
	}
	return p;
}

/* Copies the next n bytes to `to`; zeros when there are fewer. */
static inline void rbuf_copy(struct rbuf *r, void *to, size_t n)
{
	const uint8_t *p = rbuf_bytes(r, n);

	if (n == 0)
		return;
	if (p)
		memcpy(to, p, n);
	else
		memset(to, 0, n);
}

static inline uint8_t rbuf_u8(struct rbuf *r)
{
	const uint8_t *p = rbuf_bytes(r, 1);

	return p ? p[0] : 0;
}

static inline uint16_t rbuf_le16(struct rbuf *r)
{
	const uint8_t *p = rbuf_bytes(r, 2);

	return p ? (uint16_t)(p[0] | p[1] << 8) : 0;
}

static inline uint16_t rbuf_be16(struct rbuf *r)
{
	const uint8_t *p = rbuf_bytes(r, 2);

	return p ? (uint16_t)(p[0] << 8 | p[1]) : 0;
}

static inline uint32_t rbuf_le32(struct rbuf *r)
{
	uint32_t lo = rbuf_le16(r);

	return lo | (uint32_t)rbuf_le16(r) << 16;
}

static inline uint32_t rbuf_be32(struct rbuf *r)
{
	uint32_t hi = rbuf_be16(r);

	return hi << 16 | rbuf_be16(r);
}

static inline uint64_t rbuf_le64(struct rbuf *r)
{
	uint64_t lo = rbuf_le32(r);

	return lo | (uint64_t)rbuf_le32(r) << 32;
}

/* A cursor of its own over the next n bytes; empty and bad when there are fewer. */
static inline struct rbuf rbuf_take(struct rbuf *r, size_t n)
{
	const uint8_t *p = rbuf_bytes(r, n);

	return (struct rbuf){ .at = p, .left = p ? n : 0, .bad = r->bad };
}

static inline struct wbuf wbuf_to(void *bytes, size_t cap)
{
	return (struct wbuf){ .at = bytes, .cap = cap };
}

static inline bool wbuf_bad(const struct wbuf *w)
{
	return w->bad;
}

static inline size_t wbuf_left(const struct wbuf *w)
{
	return w->cap - w->len;
}

/* Room for n bytes, to be filled by the caller; NULL when they do not fit. */
static inline uint8_t *wbuf_room(struct wbuf *w, size_t n)
{
	uint8_t *p;

	if (w->bad || n > w->cap - w->len) {
		w->bad = true;
		return NULL;
	}
	p = w->at + w->len;
	w->len += n;
	return p;
}

static inline void wbuf_put(struct wbuf *w, const void *bytes, size_t n)
{
	uint8_t *p = wbuf_room(w, n);

	if (p && n > 0)
		memcpy(p, bytes, n);
}

static inline void wbuf_fill(struct wbuf *w, uint8_t byte, size_t n)
{
	uint8_t *p = wbuf_room(w, n);

	if (p && n > 0)
		memset(p, byte, n);
}

static inline void wbuf_u8(struct wbuf *w, uint8_t v)
{
	uint8_t *p = wbuf_room(w, 1);

	if (p)
		p[0] = v;
}

static inline void wbuf_le16(struct wbuf *w, uint16_t v)
{
	uint8_t *p = wbuf_room(w, 2);

	if (p) {
		p[0] = (uint8_t)v;
		p[1] = (uint8_t)(v >> 8);
	}
}

static inline void wbuf_be16(struct wbuf *w, uint16_t v)
{
	uint8_t *p = wbuf_room(w, 2);

	if (p) {
		p[0] = (uint8_t)(v >> 8);
		p[1] = (uint8_t)v;
	}
}

static inline void wbuf_le32(struct wbuf *w, uint32_t v)
{
	wbuf_le16(w, (uint16_t)v);
	wbuf_le16(w, (uint16_t)(v >> 16));
}

static inline void wbuf_be32(struct wbuf *w, uint32_t v)
{
	wbuf_be16(w, (uint16_t)(v >> 16));
	wbuf_be16(w, (uint16_t)v);
}

static inline void wbuf_le64(struct wbuf *w, uint64_t v)
{
	wbuf_le32(w, (uint32_t)v);
	wbuf_le32(w, (uint32_t)(v >> 32));
}

#endif
