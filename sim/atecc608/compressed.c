/* sim/atecc608/compressed.c: the compressed certificate (atecc608.md 11.3), packed and taken apart. */
#include "compressed.h"

#include <string.h>

#include "cursor.h"
#include "hash.h"

enum {
	FIRST_YEAR = 2000,
	FORMAT_MAX = 2,
	MORE_BITS = 0xf0, /* of the last byte: from format 1 on bits 6 and 5 of the year and of the years */
};

/* Formats 1 and 2 have two bits more of both. */
static unsigned int years_max(unsigned int format)
{
	return format == 0 ? 31 : 127;
}

static unsigned int days_in(unsigned int year, unsigned int month)
{
	static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	/* 2100 is within formats 1 and 2, and no leap year. */
	bool leap = year % 4 == 0 && year % 100 != 0;

	return month == 2 && (leap || year % 400 == 0) ? 29 : days[month - 1];
}

static bool is_certificate(const struct compressed *c)
{
	return c->format <= FORMAT_MAX && c->year >= FIRST_YEAR &&
	       c->year - FIRST_YEAR <= (int)years_max(c->format) && c->years <= years_max(c->format) &&
	       c->month >= 1 && c->month <= 12 && c->day >= 1 && c->day <= days_in(c->year, c->month) &&
	       c->hour <= 23 && c->template_id <= 15 && c->chain_id <= 15 && c->sn_source <= 15;
}

bool compressed_encode(const struct compressed *c, uint8_t out[COMPRESSED_BYTES])
{
	struct wbuf w = wbuf_to(out, COMPRESSED_BYTES);
	unsigned int year = c->year - (unsigned int)FIRST_YEAR;
	uint32_t dates = (year & 31) << 19 | (uint32_t)c->month << 15 | (uint32_t)c->day << 10 |
			 (uint32_t)c->hour << 5 | (c->years & 31u);
	uint32_t rest = (uint32_t)c->template_id << 20 | (uint32_t)c->chain_id << 16 |
			(uint32_t)c->sn_source << 12 | (uint32_t)c->format << 8 | (year >> 5) << 6 |
			(uint32_t)(c->years >> 5) << 4;

	if (!is_certificate(c))
		return false;
	wbuf_put(&w, c->signature, sizeof(c->signature));
	wbuf_be32(&w, dates << 8 | c->signer_id >> 8);
	wbuf_be32(&w, (uint32_t)c->signer_id << 24 | rest);
	return !wbuf_bad(&w);
}

bool compressed_decode(const uint8_t bytes[COMPRESSED_BYTES], struct compressed *c)
{
	struct rbuf r = rbuf_from(bytes, COMPRESSED_BYTES);
	uint32_t dates;
	uint8_t byte;

	memset(c, 0, sizeof(*c));
	rbuf_copy(&r, c->signature, sizeof(c->signature));
	dates = (uint32_t)rbuf_u8(&r) << 16;
	dates |= rbuf_be16(&r);
	c->signer_id = rbuf_be16(&r);
	byte = rbuf_u8(&r);
	c->template_id = byte >> 4;
	c->chain_id = byte & 15;
	byte = rbuf_u8(&r);
	c->sn_source = byte >> 4;
	c->format = byte & 15;
	byte = c->format == 0 ? 0 : rbuf_u8(&r) & MORE_BITS;
	c->year = (uint16_t)(FIRST_YEAR + (dates >> 19) + (byte >> 6) * 32u);
	c->month = dates >> 15 & 15;
	c->day = dates >> 10 & 31;
	c->hour = dates >> 5 & 31;
	c->years = (uint8_t)((dates & 31) + (byte >> 4 & 3) * 32u);
	return is_certificate(c);
}

void compressed_serial(const uint8_t bytes[COMPRESSED_BYTES], const uint8_t point[COMPRESSED_POINT],
	uint8_t serial[COMPRESSED_SERIAL])
{
	struct rbuf r = rbuf_from(bytes, COMPRESSED_BYTES);
	uint8_t digest[SHA256_BYTES], dates[3], format, more;
	struct sha256 hash;

	rbuf_bytes(&r, 64);
	rbuf_copy(&r, dates, sizeof(dates));
	rbuf_bytes(&r, 3);
	format = rbuf_u8(&r) & 15;
	more = rbuf_u8(&r) & MORE_BITS;
	sha256_init(&hash);
	sha256_update(&hash, point, COMPRESSED_POINT);
	sha256_update(&hash, dates, sizeof(dates));
	if (format != 0)
		sha256_update(&hash, &more, 1);
	sha256_final(&hash, digest);
	memcpy(serial, digest, COMPRESSED_SERIAL);
	serial[0] = (uint8_t)((serial[0] & 0x7f) | 0x40);
}
