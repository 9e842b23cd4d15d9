/* proto/host/atca_compressed.c: the 72 bytes of a compressed certificate. */
#include "atca_compressed.h"

#include <errno.h>
#include <openssl/evp.h>

enum {
	FIRST_YEAR = 2000,
	DATES = 3, /* bytes: year 5 bits, month 4, day 5, hour 5, years to expiry 5 */
	FORMAT_MAX = 2,
	LOW = 0x1f, /* what the dates have of a year */
	HIGH_SHIFT = 5,
	HIGH_MAX = 3,
	SHA256_DIGEST = 32,
};

static bool is_date(unsigned year, unsigned month, unsigned day)
{
	static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	if (month < 1 || month > 12 || day < 1)
		return false;
	return day <= days[month - 1] || (month == 2 && day == 29 && leap);
}

int atca_compressed_parse(const uint8_t bytes[ATCA_COMPRESSED_BYTES], struct atca_compressed *of)
{
	struct rbuf r = rbuf_from(bytes, ATCA_COMPRESSED_BYTES);
	uint32_t dates;
	uint8_t ids, source, last;

	rbuf_copy(&r, of->signature, sizeof(of->signature));
	dates = (uint32_t)rbuf_be16(&r) << 8;
	dates |= rbuf_u8(&r);
	of->signer_id = rbuf_be16(&r);
	ids = rbuf_u8(&r);
	source = rbuf_u8(&r);
	last = rbuf_u8(&r);
	of->template_id = ids >> 4;
	of->chain_id = ids & 0x0f;
	of->serial_source = source >> 4;
	of->format = source & 0x0f;
	of->year = FIRST_YEAR + (dates >> 19 & LOW);
	of->month = dates >> 15 & 0x0f;
	of->day = dates >> 10 & 0x1f;
	of->hour = dates >> 5 & 0x1f;
	of->expire_years = dates & LOW;
	if (of->format > FORMAT_MAX || last & (of->format == 0 ? 0xff : 0x0f))
		return -EINVAL;
	of->year += (unsigned)(last >> 6) << HIGH_SHIFT;
	of->expire_years += (unsigned)(last >> 4 & HIGH_MAX) << HIGH_SHIFT;
	return is_date(of->year, of->month, of->day) && of->hour < 24 ? 0 : -EINVAL;
}

int atca_compressed_write(const struct atca_compressed *of, uint8_t bytes[ATCA_COMPRESSED_BYTES])
{
	struct wbuf w = wbuf_to(bytes, ATCA_COMPRESSED_BYTES);
	unsigned high = of->format == 0 ? 0 : HIGH_MAX, year = of->year - FIRST_YEAR;
	uint32_t dates;

	if (of->format > FORMAT_MAX || of->year < FIRST_YEAR || year >> HIGH_SHIFT > high ||
		of->expire_years >> HIGH_SHIFT > high || of->template_id > 0x0f || of->chain_id > 0x0f ||
		of->serial_source > 0x0f || !is_date(of->year, of->month, of->day) || of->hour > 23)
		return -ERANGE;
	dates = (year & LOW) << 19 | of->month << 15 | of->day << 10 | of->hour << 5 |
		(of->expire_years & LOW);
	wbuf_put(&w, of->signature, sizeof(of->signature));
	wbuf_be16(&w, (uint16_t)(dates >> 8));
	wbuf_u8(&w, (uint8_t)dates);
	wbuf_be16(&w, of->signer_id);
	wbuf_u8(&w, (uint8_t)(of->template_id << 4 | of->chain_id));
	wbuf_u8(&w, (uint8_t)(of->serial_source << 4 | of->format));
	wbuf_u8(&w, (uint8_t)(year >> HIGH_SHIFT << 6 | of->expire_years >> HIGH_SHIFT << 4));
	return 0;
}

int atca_compressed_serial(const uint8_t bytes[ATCA_COMPRESSED_BYTES], const uint8_t point[ATCA_POINT_BYTES],
	uint8_t serial[ATCA_SERIAL_BYTES])
{
	struct rbuf r = rbuf_from(bytes, ATCA_COMPRESSED_BYTES);
	uint8_t message[ATCA_POINT_BYTES + DATES + 1], digest[SHA256_DIGEST], source, last, first;
	struct wbuf w = wbuf_to(message, sizeof(message));

	wbuf_put(&w, point, ATCA_POINT_BYTES);
	rbuf_bytes(&r, ATCA_SIGNATURE_BYTES);
	wbuf_put(&w, rbuf_bytes(&r, DATES), DATES);
	rbuf_bytes(&r, 3);
	source = rbuf_u8(&r);
	last = rbuf_u8(&r);
	if (source & 0x0f)
		wbuf_u8(&w, last & 0xf0);
	if (EVP_Digest(message, w.len, digest, NULL, EVP_sha256(), NULL) != 1)
		return -EIO;
	r = rbuf_from(digest, sizeof(digest));
	first = rbuf_u8(&r);
	w = wbuf_to(serial, ATCA_SERIAL_BYTES);
	wbuf_u8(&w, (first & 0x7f) | 0x40);
	wbuf_put(&w, r.at, ATCA_SERIAL_BYTES - 1);
	return 0;
}
