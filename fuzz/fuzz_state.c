/* fuzz/fuzz_state.c: the loader of state files, on a file system in memory. The input is the file. */
#include <errno.h>
#include <string.h>

#include "crc.h"
#include "cursor.h"
#include "dice.h"
#include "flash.h"
#include "fuzz.h"
#include "store.h"
#include "store_log.h"

enum {
	IMAGE = 64,
	OLD_IMAGE = 40,
	LAYOUT = 2,
	FILE_MAX = 16384,
	SECTOR_HEAD = 32,
	AT_PREVIOUS = 24,
	AT_LENGTH = 28,
	CHECKED = LOG_SECTOR - 4,
};

static const char path[] = "/state";
static const char kind[] = "toy";

/* Layout 1 was shorter. */
static int grow(const void *old, void *image, size_t size, struct why *why)
{
	(void)why;
	memset(image, 0, size);
	memcpy(image, old, OLD_IMAGE);
	return 0;
}

static const struct store_migration steps[] = { { .from = 1, .size = OLD_IMAGE, .migrate = grow } };

static struct store_label expected(void)
{
	struct store_label label = { .layout = LAYOUT, .size = IMAGE };

	memcpy(label.kind, kind, sizeof(kind));
	return label;
}

static void check_untouched(const struct flash *flash, const uint8_t *bytes, size_t len, const char *after)
{
	size_t size;
	const uint8_t *now = flash_bytes(flash, path, &size);

	if (size != len || (len > 0 && memcmp(now, bytes, len) != 0))
		fuzz_fail("%s changed the file", after);
}

/* One sentence, and one errno that store.h names. */
static void check_refusal(int rc, const struct why *why)
{
	if (rc != -EBADMSG && rc != -EINVAL)
		fuzz_fail("a file was refused with %d", rc);
	if (why->text[0] == 0 || strchr(why->text, '\n'))
		fuzz_fail("no sentence with a refusal: \"%s\"", why->text);
}

/* What was committed is there, and what was not changed was not written. */
static void check_commit(
	struct flash *flash, struct store *store, uint8_t image[IMAGE], const uint8_t *bytes, size_t len)
{
	struct store_label label = expected();
	uint8_t again[IMAGE];
	struct why why;

	if (store_commit(store, image, &why) < 0)
		fuzz_fail("a commit of nothing: %s", why.text);
	check_untouched(flash, bytes, len, "a commit of nothing");
	image[7] ^= 0x55;
	image[IMAGE - 1] ^= 0xaa;
	if (store_commit(store, image, &why) < 0)
		fuzz_fail("a commit: %s", why.text);
	if (store_read(&flash->io, path, &label, again, &why) < 0)
		fuzz_fail("a file that a commit left: %s", why.text);
	if (memcmp(image, again, IMAGE) != 0)
		fuzz_fail("a commit is not there");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct store_label peeked, label = expected();
	uint8_t read[IMAGE], opened[IMAGE];
	struct store *store = NULL;
	struct flash flash;
	struct why why;
	int peek_rc, read_rc, open_rc;

	if (len > FILE_MAX)
		return -1;
	flash_init(&flash, 1);
	flash_put(&flash, path, bytes, len);
	peek_rc = store_peek(&flash.io, path, &peeked, &why);
	if (peek_rc < 0)
		check_refusal(peek_rc, &why);
	read_rc = store_read(&flash.io, path, &label, read, &why);
	if (read_rc < 0)
		check_refusal(read_rc, &why);
	label = expected();
	open_rc = store_open(&flash.io, path, STORE_SYNC_ALWAYS, &label, opened, &store, &why);
	if ((open_rc < 0) != (read_rc < 0) || (peek_rc < 0 && read_rc == 0))
		fuzz_fail("store_peek %d, store_read %d, store_open %d", peek_rc, read_rc, open_rc);
	if (open_rc == 0 && memcmp(read, opened, IMAGE) != 0)
		fuzz_fail("store_read and store_open read different images");
	store_close(store);
	store = NULL;
	label = expected();
	open_rc = store_open_migrating(
		&flash.io, path, STORE_SYNC_ALWAYS, steps, 1, &label, opened, &store, &why);
	check_untouched(&flash, bytes, len, "reading it");
	if (open_rc == 0)
		check_commit(&flash, store, opened, bytes, len);
	else
		check_refusal(open_rc, &why);
	store_close(store);
	flash_free(&flash);
	return 0;
}

/* Makes every sector's checksum right, and each name the one before. */
static void reseal(uint8_t *bytes, size_t len)
{
	uint32_t previous = 0;

	for (size_t at = 0; at + LOG_SECTOR <= len; at += LOG_SECTOR) {
		uint8_t *sector = bytes + at;
		struct rbuf r = rbuf_from(sector + AT_LENGTH, 2);
		size_t length = rbuf_le16(&r);
		struct wbuf link = wbuf_to(sector + AT_PREVIOUS, 4);
		struct wbuf sum = wbuf_to(sector + CHECKED, 4);

		if (at > 0)
			wbuf_le32(&link, previous);
		if (length > LOG_PAYLOAD)
			length = LOG_PAYLOAD;
		previous = crc32_ieee(sector, at > 0 ? SECTOR_HEAD + length : CHECKED);
		wbuf_le32(&sum, previous);
	}
}

/* A header of one of the two layouts, and what a chip might have committed. */
static size_t compose(struct dice *dice, uint8_t *bytes, size_t max)
{
	struct log_header header = { .label = expected(), .id = 0x1122334455667788, .sequence = 1 };
	struct log_bytes sectors = { 0 };
	uint8_t old[IMAGE] = { 0 }, image[IMAGE];
	uint32_t last;
	size_t len;

	if (max < LOG_SECTOR)
		return 0;
	header.label.layout = 1 + (uint32_t)dice_roll(dice, 2);
	header.label.size = header.label.layout == 1 ? OLD_IMAGE : IMAGE;
	memcpy(header.label.profile, "profile", 8);
	log_header_write(&header, bytes);
	last = header.checksum;
	for (uint64_t n = 0; n < 1 + dice_roll(dice, 4); n++) {
		struct log_bytes payload = { 0 };

		memcpy(image, old, sizeof(image));
		for (size_t k = 0; k < (n == 0 ? header.label.size : 1 + dice_roll(dice, 4)); k++)
			image[n == 0 ? k : dice_roll(dice, header.label.size)] =
				(uint8_t)dice_roll(dice, 256);
		if (log_diff(&payload, old, image, 0, header.label.size) < 0 ||
			log_commit_write(&sectors, &payload, header.id, 1 + n,
				dice_roll(dice, 4) == 0 ? LOG_UNSYNCED : 0, last, &last) < 0)
			fuzz_fail("no memory");
		log_free(&payload);
		memcpy(old, image, sizeof(old));
	}
	len = sectors.len < max - LOG_SECTOR ? sectors.len : max - LOG_SECTOR;
	memcpy(bytes + LOG_SECTOR, sectors.at, len);
	log_free(&sectors);
	return LOG_SECTOR + len;
}

/* A copy of one sector over, or behind, another. */
static size_t copy_sector(struct dice *dice, uint8_t *bytes, size_t len, size_t max)
{
	size_t n = len / LOG_SECTOR;
	size_t to = dice_roll(dice, n + 1) * LOG_SECTOR;

	if (n == 0 || to + LOG_SECTOR > max)
		return len;
	memmove(bytes + to, bytes + dice_roll(dice, n) * LOG_SECTOR, LOG_SECTOR);
	return to + LOG_SECTOR > len ? to + LOG_SECTOR : len;
}

/* The heads are where the decisions lie. */
static void change_head(struct dice *dice, uint8_t *bytes, size_t len)
{
	size_t n = len / LOG_SECTOR;

	if (n > 0)
		LLVMFuzzerMutate(bytes + dice_roll(dice, n) * LOG_SECTOR, SECTOR_HEAD + 16, SECTOR_HEAD + 16);
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t len, size_t max, unsigned int seed)
{
	struct dice dice = dice_from(seed);

	switch (len < LOG_SECTOR ? 0 : dice_roll(&dice, 8)) {
	case 0:
		len = compose(&dice, bytes, max);
		break;
	case 1:
		len = copy_sector(&dice, bytes, len, max);
		break;
	case 2:
		return dice_roll(&dice, len + 1); /* torn */
	case 3:
		if (len / LOG_SECTOR > 1)
			memset(bytes + (1 + dice_roll(&dice, len / LOG_SECTOR - 1)) * LOG_SECTOR, 0,
				LOG_SECTOR);
		return len;
	case 4:
		len = LLVMFuzzerMutate(bytes, len, max);
		break;
	default:
		change_head(&dice, bytes, len);
		break;
	}
	if (dice_roll(&dice, 8) != 0)
		reseal(bytes, len);
	return len;
}

/* The sectors of one up to some place, then those of the other. */
size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t one_len, const uint8_t *other, size_t other_len,
	uint8_t *out, size_t max, unsigned int seed)
{
	struct dice dice = dice_from(seed);
	size_t cut = dice_roll(&dice, one_len / LOG_SECTOR + 1) * LOG_SECTOR;

	if (cut > max)
		cut = max;
	memcpy(out, one, cut);
	if (other_len > max)
		other_len = max;
	if (other_len > cut)
		memcpy(out + cut, other + cut, other_len - cut);
	return other_len > cut ? other_len : cut;
}
