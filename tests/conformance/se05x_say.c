/* tests/conformance/se05x_say.c: commands of an SE05x written as a person reads them. */
#include "se05x_say.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "se05x_objects.h"
#include "tlv.h"

enum {
	SHOWN = 40, /* bytes of an answer in a reason */
};

static int digit(char ch)
{
	if (ch >= '0' && ch <= '9')
		return ch - '0';
	ch = (char)tolower((unsigned char)ch);
	return ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}

/* Pairs of digits, the last one perhaps *N times; returns where the text goes on. */
static const char *put_hex(struct wbuf *w, const char *p)
{
	uint8_t last = 0;

	while (digit(p[0]) >= 0 && digit(p[1]) >= 0) {
		last = (uint8_t)(digit(p[0]) << 4 | digit(p[1]));
		wbuf_u8(w, last);
		p += 2;
	}
	if (*p == '*') {
		char *end;
		unsigned long times = strtoul(p + 1, &end, 10);

		if (times == 0)
			w->len--;
		else
			wbuf_fill(w, last, times - 1);
		p = end;
	}
	return p;
}

static const char *put_argument(struct wbuf *w, const char *p, va_list *args)
{
	const void *bytes;
	const char *hex;

	switch (*p) {
	case 'c':
		wbuf_u8(w, (uint8_t)va_arg(*args, unsigned int));
		break;
	case 'h':
		wbuf_be16(w, (uint16_t)va_arg(*args, unsigned int));
		break;
	case 'i':
		wbuf_be32(w, va_arg(*args, uint32_t));
		break;
	case 'b':
		bytes = va_arg(*args, const void *);
		wbuf_put(w, bytes, va_arg(*args, size_t));
		break;
	case 's':
		hex = va_arg(*args, const char *);
		while (*hex)
			hex = *hex == ' ' ? hex + 1 : put_hex(w, digit(*hex) >= 0 ? hex : "00*0");
		break;
	default:
		w->bad = true;
		return p;
	}
	return p + 1;
}

static const char *put_value(struct wbuf *w, const char *p, va_list *args)
{
	while (*p && *p != ' ' && !wbuf_bad(w)) {
		if (*p == '+')
			p++;
		else if (*p == '%')
			p = put_argument(w, p + 1, args);
		else if (digit(*p) >= 0)
			p = put_hex(w, p);
		else
			w->bad = true;
	}
	return p;
}

/* One word of a command behind its header. */
static const char *put_item(struct apdu *apdu, struct wbuf *data, const char *p, va_list *args)
{
	uint8_t bytes[SAID_MAX];
	struct wbuf value = wbuf_to(bytes, sizeof(bytes));
	unsigned long tag;
	char *end;

	if (strncmp(p, "le", 2) == 0) {
		apdu->has_le = true;
		return p + 2;
	}
	if (strncmp(p, "ext", 3) == 0) {
		apdu->extended = true;
		return p + 3;
	}
	if (*p == '=')
		return put_value(data, p + 1, args);
	tag = strtoul(p, &end, 16);
	if (*end != ':') {
		data->bad = true;
		return p;
	}
	p = put_value(&value, end + 1, args);
	data->bad |= wbuf_bad(&value);
	tlv_put(data, (uint16_t)tag, bytes, value.len);
	return p;
}

/* apdu borrows data. */
static bool read_command(
	struct conform *c, struct apdu *apdu, struct wbuf *data, const char *text, va_list *args)
{
	uint8_t header[4] = { CLA_PROPRIETARY };
	size_t digits = strspn(text, "0123456789abcdefABCDEF");
	struct wbuf w = wbuf_to(header + (digits == 6), sizeof(header) - (digits == 6));
	const char *p = put_hex(&w, text);

	memset(apdu, 0, sizeof(*apdu));
	data->bad |= (digits != 6 && digits != 8) || wbuf_bad(&w);
	while (*p && !wbuf_bad(data))
		p = *p == ' ' ? p + 1 : put_item(apdu, data, p, args);
	if (wbuf_bad(data)) {
		conform_fail(c, "the suite's own text is none: %s", text);
		return false;
	}
	apdu->cla = header[0];
	apdu->ins = header[1];
	apdu->p1 = header[2];
	apdu->p2 = header[3];
	apdu->data = rbuf_from(data->at, data->len);
	if (data->len > APDU_LC_SHORT_MAX)
		apdu->extended = true;
	if (apdu->has_le)
		apdu->le = apdu->extended ? APDU_LE_EXTENDED_MAX : APDU_LE_SHORT_MAX;
	return true;
}

static bool run(struct conform *c, const struct apdu *apdu, struct said *to)
{
	struct wbuf answer = wbuf_to(to->bytes, sizeof(to->bytes));
	int rc = se05x_host_apdu(&c->se05x, apdu, &answer);

	to->len = answer.len;
	to->status = c->se05x.status;
	if (rc == 0 || rc == -EREMOTEIO)
		return true;
	conform_fail(c, "%02x%02x%02x%02x: the host's side ends with %s", apdu->cla, apdu->ins, apdu->p1,
		apdu->p2, strerror(-rc));
	return false;
}

bool say_process(struct conform *c, struct say_session *session, const struct apdu *inner, struct said *to)
{
	uint8_t wrapped[SAID_MAX], outer[SAID_MAX + 64];
	struct wbuf w = wbuf_to(wrapped, sizeof(wrapped)), data = wbuf_to(outer, sizeof(outer));
	struct apdu process = { .cla = CLA_PROPRIETARY, .ins = INS_PROCESS };
	struct said protected;
	int rc = 0;

	if (session->secure)
		rc = scp03_host_wrap(&session->host, inner, &w);
	else
		apdu_write(&w, inner);
	tlv_put(&data, TAG_SESSION, session->id, sizeof(session->id));
	tlv_put(&data, TAG_1, wrapped, w.len);
	if (rc < 0 || wbuf_bad(&data)) {
		conform_fail(c, "a command of the suite is too long for a session");
		return false;
	}
	process.data = rbuf_from(outer, data.len);
	process.extended = data.len > APDU_LC_SHORT_MAX;
	if (!session->secure)
		return run(c, &process, to);
	if (!run(c, &process, &protected))
		return false;
	w = wbuf_to(wrapped, sizeof(wrapped));
	wbuf_put(&w, protected.bytes, protected.len);
	wbuf_be16(&w, protected.status);
	data = wbuf_to(to->bytes, sizeof(to->bytes));
	rc = scp03_host_unwrap(&session->host, rbuf_from(wrapped, w.len), &data, &to->status);
	to->len = data.len;
	if (rc < 0)
		conform_fail(c, "the session's answer to %02x%02x%02x%02x does not verify: %s", inner->cla,
			inner->ins, inner->p1, inner->p2, strerror(-rc));
	return rc == 0;
}

static bool send(
	struct conform *c, struct say_session *session, struct said *to, const char *command, va_list *args)
{
	uint8_t bytes[SAID_MAX];
	struct wbuf data = wbuf_to(bytes, sizeof(bytes));
	struct apdu apdu;

	to->len = 0;
	to->status = 0;
	if (!conform_well(c) || !read_command(c, &apdu, &data, command, args))
		return false;
	return session ? say_process(c, session, &apdu, to) : run(c, &apdu, to);
}

static void show(char *to, size_t cap, const uint8_t *bytes, size_t len)
{
	size_t n = len < SHOWN ? len : SHOWN;

	to[0] = '\0';
	for (size_t i = 0; i < n && 2 * i + 3 < cap; i++)
		snprintf(to + 2 * i, 3, "%02x", bytes[i]);
	if (n < len)
		snprintf(to + 2 * n, cap - 2 * n, "... (%zu)", len);
}

static bool differ(struct conform *c, const struct said *said, const char *answer, const char *what)
{
	char got[2 * SHOWN + 16];

	show(got, sizeof(got), said->bytes, said->len);
	conform_fail(c, "%s: answered %s%s%04x, not %s", what, got, said->len > 0 ? " " : "", said->status,
		answer);
	return false;
}

/* One value of an answer's text against bytes; returns where the text goes on, NULL when they differ. */
static const char *match_value(const char *p, struct rbuf bytes)
{
	if (*p == '*')
		return p + 1;
	while (*p && *p != ' ') {
		uint8_t byte;

		if (*p == '+') {
			p++;
			continue;
		}
		byte = rbuf_u8(&bytes);

		if (rbuf_bad(&bytes))
			return NULL;
		if (p[0] != '.' && (digit(p[0]) << 4 | digit(p[1])) != byte)
			return NULL;
		p += 2;
		if (*p == '*') {
			char *end;
			unsigned long times = strtoul(p + 1, &end, 10);

			while (--times > 0) {
				uint8_t next = rbuf_u8(&bytes);

				if (rbuf_bad(&bytes) || (p[-1] != '.' && next != byte))
					return NULL;
			}
			p = end;
		}
	}
	return rbuf_left(&bytes) == 0 ? p : NULL;
}

static bool match_data(const char *p, const struct said *said)
{
	struct rbuf r = rbuf_from(said->bytes, said->len);

	while (*p == ' ')
		p++;
	while (strchr(p, ':') || *p == '=') {
		struct tlv tlv;
		char *end;

		if (*p == '=')
			return match_value(p + 1, r) != NULL;
		if (!tlv_next(&r, &tlv) || tlv.tag != strtoul(p, &end, 16))
			return false;
		p = match_value(end + 1, tlv.value);
		if (!p)
			return false;
		while (*p == ' ')
			p++;
	}
	return rbuf_left(&r) == 0;
}

bool said_as(struct conform *c, const struct said *said, const char *answer, const char *what)
{
	const char *statuses = strrchr(answer, ' ');
	char wanted[5];

	if (!conform_well(c))
		return false;
	statuses = statuses ? statuses + 1 : answer;
	snprintf(wanted, sizeof(wanted), "%04x", said->status);
	if (!strstr(statuses, wanted))
		return differ(c, said, answer, what);
	if (said->status != SW_OK ? said->len > 0 : !match_data(answer, said))
		return differ(c, said, answer, what);
	return true;
}

bool say(struct conform *c, const char *answer, const char *command, ...)
{
	struct said said;
	va_list args;
	bool sent;

	va_start(args, command);
	sent = send(c, NULL, &said, command, &args);
	va_end(args);
	return sent && said_as(c, &said, answer, command);
}

bool say_in(struct conform *c, struct say_session *session, const char *answer, const char *command, ...)
{
	struct said said;
	va_list args;
	bool sent;

	va_start(args, command);
	sent = send(c, session, &said, command, &args);
	va_end(args);
	return sent && said_as(c, &said, answer, command);
}

static bool well_said(struct conform *c, const struct said *said, const char *command)
{
	return said->status == SW_OK || differ(c, said, "9000", command);
}

bool say_ask(struct conform *c, struct said *to, const char *command, ...)
{
	va_list args;
	bool sent;

	va_start(args, command);
	sent = send(c, NULL, to, command, &args);
	va_end(args);
	return sent && well_said(c, to, command);
}

bool say_ask_in(struct conform *c, struct say_session *session, struct said *to, const char *command, ...)
{
	va_list args;
	bool sent;

	va_start(args, command);
	sent = send(c, session, to, command, &args);
	va_end(args);
	return sent && well_said(c, to, command);
}

bool say_try(struct conform *c, struct say_session *session, struct said *to, const char *command, ...)
{
	va_list args;
	bool sent;

	va_start(args, command);
	sent = send(c, session, to, command, &args);
	va_end(args);
	return sent;
}

size_t say_vwrite(struct conform *c, uint8_t *to, size_t cap, const char *command, va_list *args)
{
	uint8_t bytes[SAID_MAX];
	struct wbuf data = wbuf_to(bytes, sizeof(bytes)), out = wbuf_to(to, cap);
	struct apdu apdu;

	if (!read_command(c, &apdu, &data, command, args))
		return 0;
	apdu_write(&out, &apdu);
	return wbuf_bad(&out) ? 0 : out.len;
}

size_t say_write(struct conform *c, uint8_t *to, size_t cap, const char *command, ...)
{
	va_list args;
	size_t len;

	va_start(args, command);
	len = say_vwrite(c, to, cap, command, &args);
	va_end(args);
	return len;
}

bool said_value(struct conform *c, const struct said *said, uint16_t tag, struct rbuf *value)
{
	struct rbuf r = rbuf_from(said->bytes, said->len);
	struct tlv tlv;

	*value = rbuf_from(said->bytes, 0);
	if (!conform_well(c))
		return false;
	while (rbuf_left(&r) > 0 && tlv_next(&r, &tlv)) {
		if (tlv.tag != tag)
			continue;
		*value = tlv.value;
		return true;
	}
	conform_fail(c, "the answer has no TLV %02x", tag);
	return false;
}

bool said_equal(struct conform *c, const char *what, const void *found, size_t found_len,
	const void *expected, size_t len)
{
	char got[2 * SHOWN + 16], want[2 * SHOWN + 16];

	if (!conform_well(c))
		return false;
	if (found_len == len && (len == 0 || memcmp(found, expected, len) == 0))
		return true;
	show(got, sizeof(got), found, found_len);
	show(want, sizeof(want), expected, len);
	conform_fail(c, "%s is %s, not %s", what, got, want);
	return false;
}

bool said_is(struct conform *c, const struct said *said, uint16_t tag, const void *bytes, size_t len)
{
	struct rbuf value;

	return said_value(c, said, tag, &value) &&
	       said_equal(c, "the value", value.at, rbuf_left(&value), bytes, len);
}

/* Ids of the suite that are there. */
static bool left_behind(struct conform *c, uint32_t *id)
{
	uint32_t ids[SE05X_OBJECTS_MAX];
	size_t n = 0;

	if (se05x_list(&c->se05x, 0xff, ids, &n) < 0)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (ids[i] >> 16 != SAY_IDS >> 16)
			continue;
		*id = ids[i];
		return true;
	}
	return false;
}

static void delete_crypto_objects(struct conform *c)
{
	struct said list;
	struct rbuf r;

	if (!say_ask(c, &list, "021025") || !said_value(c, &list, TAG_1, &r))
		return;
	while (rbuf_left(&r) >= 4) {
		uint16_t id = rbuf_be16(&r);

		rbuf_take(&r, 2);
		if (id >> 8 == SAY_CRYPTO >> 8)
			say(c, "9000", "041028 41:%h", id);
	}
}

void say_tidy(struct conform *c)
{
	const enum conform_outcome outcome = c->outcome;
	char reason[CONFORM_REASON_MAX];
	uint32_t id, last = 0;

	memcpy(reason, c->reason, sizeof(reason));
	c->outcome = CONFORM_PASS;
	c->reason[0] = '\0';
	/* Whatever the case left open ends here. */
	if (conform_se05x.begin(c) == 0) {
		while (left_behind(c, &id) && id != last) {
			struct said said;

			last = id;
			say_try(c, NULL, &said, "040028 41:%i", id);
		}
		delete_crypto_objects(c);
		if (left_behind(c, &id))
			conform_fail(c, "object %08x stays behind", id);
	}
	if (outcome == CONFORM_PASS)
		return;
	c->outcome = outcome;
	memcpy(c->reason, reason, sizeof(reason));
}

static void run_and_tidy(struct conform *c, const struct conform_case *self)
{
	const struct conform_case *of = self->data;

	of->run(c, of);
	say_tidy(c);
}

void say_add(struct conform_list *list, const struct conform_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct conform_case tidied = cases[i];

		tidied.run = run_and_tidy;
		tidied.data = &cases[i];
		conform_list_add(list, &tidied, 1);
	}
}

bool say_version(const struct conform *c, unsigned int major, unsigned int minor, unsigned int patch)
{
	struct rbuf r = rbuf_from(c->se05x.version, SE05X_VERSION);
	unsigned int has = (unsigned int)rbuf_u8(&r) << 16;

	has |= (unsigned int)rbuf_u8(&r) << 8;
	has |= rbuf_u8(&r);
	return has >= (major << 16 | minor << 8 | patch);
}

bool say_apdu(struct conform *c, struct say_session *session, const struct apdu *apdu, struct said *to)
{
	to->len = 0;
	to->status = 0;
	if (!conform_well(c))
		return false;
	return session ? say_process(c, session, apdu, to) : run(c, apdu, to);
}
