/* proto/provider/der.c: where a DER value ends (X.690 8.1.3, lengths up to 65535). */
#include "der.h"

#include "tlv.h"

enum {
	SEQUENCE = 0x30,
};

struct rbuf der_take(struct rbuf *bytes)
{
	const struct rbuf whole = *bytes;
	struct rbuf from = whole;
	struct tlv tlv;

	if (!tlv_next(&from, &tlv) || tlv.tag != SEQUENCE) {
		bytes->left = 0;
		return (struct rbuf){ .bad = true };
	}
	*bytes = from;
	return rbuf_from(whole.at, rbuf_left(&whole) - rbuf_left(&from));
}

bool der_is_next(struct rbuf bytes)
{
	struct rbuf der = der_take(&bytes);

	return !rbuf_bad(&der);
}
