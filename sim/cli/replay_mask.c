/* sim/cli/replay_mask.c: masks by hand: bytes of answers that a replay does not compare. */
#include "replay_mask.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hex.h"

/* FROM, FROM-TO or *. */
static bool take_range(struct mask *mask, const char *text)
{
	char *end;

	mask->whole = strcmp(text, "*") == 0;
	if (mask->whole)
		return true;
	if (*text < '0' || *text > '9')
		return false;
	mask->from = strtoul(text, &end, 10);
	mask->to = mask->from;
	if (*end == '-' && end[1] >= '0' && end[1] <= '9')
		mask->to = strtoul(end + 1, &end, 10);
	mask->to++;
	return *end == '\0' && mask->to > mask->from;
}

static bool take_mask(struct mask *mask, char *text)
{
	char *end = text + strlen(text), *name, *range;
	uint32_t address;
	size_t len;

	while (end > text && (end[-1] == ' ' || end[-1] == '\t'))
		*--end = '\0';
	len = strcspn(text, " \t");
	name = text + len + strspn(text + len, " \t");
	range = end;
	while (range > name && range[-1] != ' ' && range[-1] != '\t')
		range--;
	if (len == 0 || range == name || *range == '\0')
		return false;
	mask->address = -1;
	if (strncmp(text, "*", len) != 0 || len != 1) {
		if (!hex_number(text, len, &address) || address > 0x7f)
			return false;
		mask->address = (int)address;
	}
	len = (size_t)(range - name);
	while (len > 0 && (name[len - 1] == ' ' || name[len - 1] == '\t'))
		len--;
	if (len == 0 || len >= sizeof(mask->name))
		return false;
	snprintf(mask->name, sizeof(mask->name), "%.*s", len == 1 && name[0] == '*' ? 0 : (int)len, name);
	return take_range(mask, range);
}

int masks_add(struct masks *masks, const char *text, struct why *why)
{
	char copy[256];

	if (masks->n == MASKS_MAX)
		return why_fail(why, EINVAL, "there are more than %d masks", MASKS_MAX);
	if (strlen(text) >= sizeof(copy))
		return why_fail(why, EINVAL, "a mask is longer than %zu characters", sizeof(copy) - 1);
	snprintf(copy, sizeof(copy), "%s", text);
	if (!take_mask(&masks->all[masks->n], copy))
		return why_fail(why, EINVAL,
			"\"%s\" is no mask: an address, a command and bytes of its answer are, as in \"60 "
			"Counter *\" or "
			"\"* Read 8-11\"",
			text);
	masks->n++;
	return 0;
}

int masks_read(struct masks *masks, const char *path, struct why *why)
{
	FILE *file = fopen(path, "re");
	char line[256];
	size_t number = 0;
	int rc = 0;

	if (!file)
		return why_errno(why, errno, "cannot read the masks %s", path);
	while (rc == 0 && fgets(line, sizeof(line), file)) {
		struct why cause;

		number++;
		line[strcspn(line, "#\r\n")] = '\0';
		if (line[strspn(line, " \t")] == '\0')
			continue;
		rc = masks_add(masks, line + strspn(line, " \t"), &cause);
		if (rc < 0)
			why_fail(why, EINVAL, "%s, line %zu: %s", path, number, cause.text);
	}
	if (rc == 0 && ferror(file))
		rc = why_errno(why, EIO, "cannot read the masks %s", path);
	fclose(file);
	return rc;
}

void masks_apply(const struct masks *masks, uint8_t address, const char *line, struct varies *v)
{
	for (size_t i = 0; i < masks->n; i++) {
		const struct mask *mask = &masks->all[i];

		if ((mask->address >= 0 && mask->address != address) ||
			strncmp(line, mask->name, strlen(mask->name)) != 0)
			continue;
		if (mask->whole)
			v->whole = v->length = true;
		else
			varies_add(v, mask->from, mask->to);
		if (!v->reason)
			v->reason = "masked";
	}
}
