/*
 * examples/boot_host.h: SecureBoot on an ATECC608, as a boot loader's host side does it.
 *
 * The part holds the vendor's public key (slot 15) and, once an image was installed, that image's digest (slot 7). At
 * each start the loader hashes the image it is about to run and asks the part. Nobody on the bus between them can answer
 * in the part's place: digest and answer are protected by a key that only this part and this host have (the IO
 * protection key, slot 6) and by fresh random numbers of both.
 *
 * Functions return 0, or -EKEYREJECTED when the part refuses the image, -EBADMSG when what came was not said by the part,
 * -EPROTO when the part refuses a command for another reason, or an errno of the link; the sentence goes to why.
 */
#ifndef SESIM_EXAMPLE_BOOT_HOST_H
#define SESIM_EXAMPLE_BOOT_HOST_H

#include "atca_host.h"
#include "why.h"

enum {
	BOOT_KEY = 32,
	BOOT_DIGEST = 32,
	BOOT_POINT = 64,
	BOOT_SIGNATURE = 64,
};

struct boot_host {
	struct atca_host part;
	uint8_t io_key[BOOT_KEY];
};

/* On a blank part: configures it, writes both keys, locks both zones for good. */
int boot_provision(const struct boot_host *host, const uint8_t vendor[BOOT_POINT], struct why *why);

/* FullCopy: the part verifies the vendor's signature of the digest, and keeps the digest. */
int boot_install(const struct boot_host *host, const uint8_t digest[BOOT_DIGEST],
	const uint8_t signature[BOOT_SIGNATURE], struct why *why);

/* FullStore: the part compares the digest with the one that it keeps. */
int boot_check(const struct boot_host *host, const uint8_t digest[BOOT_DIGEST], struct why *why);

#endif
