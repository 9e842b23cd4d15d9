/* proto/host/se05x_objects.c: the secure objects of an SE05x. */
#include "se05x_objects.h"

#include <errno.h>

#include "se05x_ask.h"

enum {
	CHUNK = 500, /* of a file: what the vendor's hosts take (se050.md 4.2) */
	ANY_TYPE = 0xff,
	FIRST_CURVE_TYPE = 0x21, /* 7.2: pair, private, public, nothing, for each curve */
	CURVE_TYPES = 4,
	RSA_MODULUS = 0,
	RSA_EXPONENT = 1,
};

static void begin(struct se05x_ask *ask, uint32_t id)
{
	se05x_ask_begin(ask);
	se05x_ask_u32(ask, TAG_1, id);
}

int se05x_exists(struct se05x_host *host, uint32_t id, bool *exists)
{
	struct se05x_ask ask;
	uint8_t result;
	int rc;

	begin(&ask, id);
	rc = se05x_ask_number(host, &ask, INS_MANAGE, P1_DEFAULT, P2_EXIST, &result);
	if (rc < 0)
		return rc;
	*exists = result == RESULT_SUCCESS;
	return result == RESULT_SUCCESS || result == RESULT_FAILURE ? 0 : -EPROTO;
}

int se05x_kind(struct se05x_host *host, uint32_t id, struct se05x_kind_of *of)
{
	struct se05x_ask ask;
	struct rbuf type = { 0 }, where = { 0 };
	int rc;

	begin(&ask, id);
	rc = se05x_ask_run(host, &ask, INS_READ, P1_DEFAULT, P2_TYPE);
	if (rc == 0)
		rc = se05x_ask_exactly(&ask, TAG_1, 1, &type);
	if (rc == 0)
		rc = se05x_ask_exactly(&ask, TAG_2, 1, &where);
	if (rc < 0)
		return rc;
	of->type = rbuf_u8(&type);
	of->transient = rbuf_u8(&where) == TRANSIENT;
	of->kind = (enum se05x_kind)of->type;
	if (of->type >= FIRST_CURVE_TYPE)
		of->kind = (enum se05x_kind)(SE05X_EC_PAIR + (of->type - FIRST_CURVE_TYPE) % CURVE_TYPES);
	return 0;
}

int se05x_size(struct se05x_host *host, uint32_t id, size_t *size)
{
	struct se05x_ask ask;
	struct rbuf value = { 0 };
	int rc;

	begin(&ask, id);
	rc = se05x_ask_run(host, &ask, INS_READ, P1_DEFAULT, P2_SIZE);
	if (rc == 0)
		rc = se05x_ask_exactly(&ask, TAG_1, 2, &value);
	if (rc == 0)
		*size = rbuf_be16(&value);
	return rc;
}

int se05x_curve(struct se05x_host *host, uint32_t id, enum se05x_curve *curve)
{
	struct se05x_ask ask;
	uint8_t number;
	int rc;

	begin(&ask, id);
	rc = se05x_ask_number(host, &ask, INS_READ, P1_CURVE, P2_ID, &number);
	if (rc == 0)
		*curve = (enum se05x_curve)number;
	return rc;
}

static bool may_lose(const struct se05x_host *host)
{
	return host->t1.port.simulated || host->irreversible_allowed;
}

/* Whether a key may be written there: in place of another one only where that may be lost. */
static int may_write_key(struct se05x_host *host, uint32_t id)
{
	bool exists = false;
	int rc = may_lose(host) ? 0 : se05x_exists(host, id, &exists);

	return rc == 0 && exists ? -EPERM : rc;
}

int se05x_delete(struct se05x_host *host, uint32_t id)
{
	struct se05x_ask ask;

	if (!may_lose(host))
		return -EPERM;
	begin(&ask, id);
	return se05x_ask_do(host, &ask, INS_MANAGE, P1_DEFAULT, P2_DELETE_OBJECT);
}

int se05x_unique_id(struct se05x_host *host, uint8_t id[SE05X_UNIQUE_ID_BYTES])
{
	struct wbuf out = wbuf_to(id, SE05X_UNIQUE_ID_BYTES);
	int rc = se05x_read(host, SE05X_UNIQUE_ID, &out);

	return rc == 0 && out.len != SE05X_UNIQUE_ID_BYTES ? -EPROTO : rc;
}

/* One answer: ids from the offset on, and whether there are more. */
static int list_some(
	struct se05x_host *host, uint8_t type, uint32_t ids[SE05X_OBJECTS_MAX], size_t *n, bool *more)
{
	struct se05x_ask ask;
	struct rbuf flag = { 0 }, value = { 0 };
	int rc;

	se05x_ask_begin(&ask);
	se05x_ask_u16(&ask, TAG_1, (uint16_t)*n);
	se05x_ask_u8(&ask, TAG_2, type);
	rc = se05x_ask_run(host, &ask, INS_READ, P1_DEFAULT, P2_LIST);
	if (rc == 0)
		rc = se05x_ask_exactly(&ask, TAG_1, 1, &flag);
	if (rc == 0)
		rc = se05x_ask_value(&ask, TAG_2, &value);
	if (rc < 0)
		return rc;
	*more = rbuf_u8(&flag) == MORE;
	if (rbuf_left(&value) % 4 != 0 || (*more && rbuf_left(&value) == 0))
		return -EPROTO;
	for (; rbuf_left(&value) > 0; ++*n) {
		if (*n == SE05X_OBJECTS_MAX)
			return -ENOSPC;
		ids[*n] = rbuf_be32(&value);
	}
	return 0;
}

int se05x_list(struct se05x_host *host, uint8_t type, uint32_t ids[SE05X_OBJECTS_MAX], size_t *n)
{
	bool more = true;
	int rc = 0;

	*n = 0;
	while (rc == 0 && more)
		rc = list_some(host, type, ids, n, &more);
	return rc;
}

int se05x_read(struct se05x_host *host, uint32_t id, struct wbuf *out)
{
	struct se05x_ask ask;

	begin(&ask, id);
	return se05x_ask_copy(host, &ask, INS_READ, P1_DEFAULT, P2_DEFAULT, out);
}

static int read_chunk(struct se05x_host *host, uint32_t id, size_t offset, size_t len, struct wbuf *out)
{
	size_t before = out->len;
	struct se05x_ask ask;
	int rc;

	begin(&ask, id);
	se05x_ask_u16(&ask, TAG_2, (uint16_t)offset);
	se05x_ask_u16(&ask, TAG_3, (uint16_t)len);
	rc = se05x_ask_copy(host, &ask, INS_READ, P1_DEFAULT, P2_DEFAULT, out);
	return rc == 0 && out->len - before != len ? -EPROTO : rc;
}

int se05x_read_part(struct se05x_host *host, uint32_t id, size_t offset, size_t len, struct wbuf *out)
{
	int rc = offset + len > UINT16_MAX ? -EINVAL : 0;

	for (size_t done = 0; rc == 0 && done < len;) {
		size_t chunk = len - done < CHUNK ? len - done : CHUNK;

		rc = read_chunk(host, id, offset + done, chunk, out);
		done += chunk;
	}
	return rc;
}

int se05x_read_file(struct se05x_host *host, uint32_t id, struct wbuf *out)
{
	size_t size;
	int rc = se05x_size(host, id, &size);

	return rc == 0 ? se05x_read_part(host, id, 0, size, out) : rc;
}

int se05x_read_der(struct se05x_host *host, uint32_t id, struct wbuf *out)
{
	size_t before = out->len, body;
	struct tlv tlv;
	struct rbuf r;
	int rc = se05x_read_file(host, id, out);

	if (rc < 0)
		return rc;
	r = rbuf_from(out->at + before, out->len - before);
	if (!tlv_next(&r, &tlv) || tlv.tag != 0x30)
		return -EPROTO;
	body = rbuf_left(&r);
	out->len -= body;
	while (rbuf_left(&r) > 0)
		if (rbuf_u8(&r) != 0)
			return -EPROTO;
	return 0;
}

static int read_component(struct se05x_host *host, uint32_t id, uint8_t component, struct wbuf *out)
{
	struct se05x_ask ask;

	begin(&ask, id);
	se05x_ask_u8(&ask, TAG_4, component);
	return se05x_ask_copy(host, &ask, INS_READ, P1_DEFAULT, P2_DEFAULT, out);
}

int se05x_read_rsa(struct se05x_host *host, uint32_t id, struct wbuf *modulus, struct wbuf *exponent)
{
	int rc = read_component(host, id, RSA_MODULUS, modulus);

	return rc == 0 ? read_component(host, id, RSA_EXPONENT, exponent) : rc;
}

/* What comes before the value of a new object. */
static void begin_write(struct se05x_ask *ask, uint32_t id, const struct se05x_write *more)
{
	se05x_ask_begin(ask);
	if (more)
		se05x_ask_bytes(ask, TAG_POLICY, more->policy);
	if (more && more->attempts > 0)
		se05x_ask_u16(ask, TAG_ATTEMPTS, more->attempts);
	se05x_ask_u32(ask, TAG_1, id);
}

static uint8_t write_instruction(const struct se05x_write *more)
{
	uint8_t ins = INS_WRITE;

	if (more && more->transient)
		ins |= INS_TRANSIENT;
	if (more && more->authenticates)
		ins |= INS_AUTHENTICATES;
	return ins;
}

int se05x_write_ec(struct se05x_host *host, uint32_t id, uint8_t curve, uint8_t part,
	struct rbuf private_value, struct rbuf public_value, const struct se05x_write *more)
{
	struct se05x_ask ask;
	int rc = may_write_key(host, id);

	if (rc < 0)
		return rc;
	begin_write(&ask, id, more);
	if (curve)
		se05x_ask_u8(&ask, TAG_2, curve);
	se05x_ask_bytes(&ask, TAG_3, private_value);
	se05x_ask_bytes(&ask, TAG_4, public_value);
	return se05x_ask_do(host, &ask, write_instruction(more), (uint8_t)(P1_EC | part), P2_DEFAULT);
}

int se05x_generate_ec(struct se05x_host *host, uint32_t id, uint8_t curve, const struct se05x_write *more)
{
	return se05x_write_ec(host, id, curve, P1_PAIR, (struct rbuf){ 0 }, (struct rbuf){ 0 }, more);
}

int se05x_generate_rsa(struct se05x_host *host, uint32_t id, size_t bits, const struct se05x_write *more)
{
	struct se05x_ask ask;
	int rc = may_write_key(host, id);

	if (rc < 0)
		return rc;
	begin_write(&ask, id, more);
	se05x_ask_u16(&ask, TAG_2, (uint16_t)bits);
	return se05x_ask_do(host, &ask, write_instruction(more), P1_RSA | P1_PAIR, P2_DEFAULT);
}

static int write_chunk(struct se05x_host *host, uint32_t id, size_t size, size_t offset, struct rbuf bytes,
	const struct se05x_write *more)
{
	struct se05x_ask ask;

	begin_write(&ask, id, more);
	if (offset > 0)
		se05x_ask_u16(&ask, TAG_2, (uint16_t)offset);
	if (size > 0)
		se05x_ask_u16(&ask, TAG_3, (uint16_t)size);
	se05x_ask_bytes(&ask, TAG_4, bytes);
	return se05x_ask_do(host, &ask, write_instruction(more), P1_BINARY, P2_DEFAULT);
}

int se05x_write_file(
	struct se05x_host *host, uint32_t id, size_t size, struct rbuf bytes, const struct se05x_write *more)
{
	size_t offset = 0;
	bool exists;
	int rc;

	if (size > INT16_MAX || rbuf_left(&bytes) > size)
		return -EINVAL;
	rc = se05x_exists(host, id, &exists);
	if (rc < 0)
		return rc;
	/* The length and the policy are of a file's first command only (AN12413 4.7.1.5). */
	do {
		size_t chunk = rbuf_left(&bytes) < CHUNK ? rbuf_left(&bytes) : CHUNK;

		rc = write_chunk(
			host, id, exists ? 0 : size, offset, rbuf_take(&bytes, chunk), exists ? NULL : more);
		exists = true;
		offset += chunk;
	} while (rc == 0 && rbuf_left(&bytes) > 0);
	return rc;
}
