/*
 * examples/se05x_object.c: keys and files of one's own in an SE05x: made, written, read, deleted.
 *
 *     se05x-object BUS generate ID
 *     se05x-object BUS put ID FILE
 *     se05x-object BUS get ID FILE
 *     se05x-object BUS delete ID [--for-good]
 *
 * ID is an object's identifier in hex; those of customers are from 00000001 to 7bffffff. A key is on P-256 and made inside
 * the part; a file is what the other file is. Nothing that exists is overwritten, and what is in a part that is not known to
 * be simulated is deleted only --for-good. Exit status: 0 done, 1 refused, 2 usage or a bad file, 3 no part answers.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "hex.h"
#include "open_se05x.h"

enum {
	STATUS_USAGE = 2,
	OBJECT_FILE_MAX = 8192,
};

static const char usage[] = "usage: se05x-object BUS generate ID\n"
			    "       se05x-object BUS put ID FILE\n"
			    "       se05x-object BUS get ID FILE\n"
			    "       se05x-object BUS delete ID [--for-good]\n"
			    "\n"
			    "BUS: " OPEN_LINK_USAGE "\n"
			    "ID: an object's identifier in hex, 00000001 to 7bffffff are yours\n";

static int expect(struct open_se05x *part, uint32_t id, bool expected, struct why *why)
{
	bool exists = false;
	int rc = open_se05x_says(part, se05x_exists(&part->host, id, &exists), "looking for", id, why);

	if (rc == 0 && exists != expected)
		rc = why_fail(why, exists ? EEXIST : ENOENT, "object %08x is %s", id,
			exists ? "there: delete it first" : "not there");
	return rc;
}

static int read_file(const char *path, uint8_t bytes[OBJECT_FILE_MAX], size_t *len, struct why *why)
{
	FILE *file = fopen(path, "rb");
	bool good;

	if (!file)
		return why_errno(why, EINVAL, "cannot open %s", path);
	*len = fread(bytes, 1, OBJECT_FILE_MAX, file);
	good = !ferror(file) && *len > 0 && fgetc(file) == EOF;
	fclose(file);
	return good ? 0 : why_fail(why, EINVAL, "%s has to be 1 to %d bytes", path, OBJECT_FILE_MAX);
}

static int generate(struct open_se05x *part, uint32_t id, const char *path, struct why *why)
{
	const struct se05x_write more = { .attempts = 0 };
	int rc = expect(part, id, false, why);

	(void)path;
	return rc < 0 ? rc
		      : open_se05x_says(
				part, se05x_generate_ec(&part->host, id, SE05X_P256, &more), "key", id, why);
}

static int put(struct open_se05x *part, uint32_t id, const char *path, struct why *why)
{
	const struct se05x_write more = { .attempts = 0 };
	uint8_t bytes[OBJECT_FILE_MAX];
	size_t len = 0;
	int rc = read_file(path, bytes, &len, why);

	if (rc == 0)
		rc = expect(part, id, false, why);
	return rc < 0 ? rc
		      : open_se05x_says(part,
				se05x_write_file(&part->host, id, len, rbuf_from(bytes, len), &more), "file",
				id, why);
}

static int get(struct open_se05x *part, uint32_t id, const char *path, struct why *why)
{
	uint8_t bytes[OBJECT_FILE_MAX];
	struct wbuf w = wbuf_to(bytes, sizeof(bytes));
	FILE *file;
	bool good;
	int rc = expect(part, id, true, why);

	if (rc == 0)
		rc = open_se05x_says(part, se05x_read_file(&part->host, id, &w), "file", id, why);
	if (rc < 0)
		return rc;
	file = fopen(path, "wb");
	good = file && fwrite(bytes, 1, w.len, file) == w.len;
	return file && fclose(file) == 0 && good ? 0 : why_fail(why, EINVAL, "cannot write %s", path);
}

static int delete_object(struct open_se05x *part, uint32_t id, const char *path, struct why *why)
{
	int rc;

	if (path && strcmp(path, "--for-good") != 0)
		return why_fail(why, EINVAL, "delete takes --for-good, not %s", path);
	part->host.irreversible_allowed = path != NULL;
	rc = expect(part, id, true, why);
	return rc < 0 ? rc : open_se05x_says(part, se05x_delete(&part->host, id), "deleting", id, why);
}

static const struct action {
	const char *name;
	int args; /* behind ID */
	int more; /* that may come behind these */
	int (*run)(struct open_se05x *part, uint32_t id, const char *path, struct why *why);
} actions[] = {
	{ "generate", 0, 0, generate },
	{ "put", 1, 0, put },
	{ "get", 1, 0, get },
	{ "delete", 0, 1, delete_object },
};

static const struct action *find_action(int argc, char **argv, uint32_t *id)
{
	for (size_t i = 0; argc > 3 && i < sizeof(actions) / sizeof(actions[0]); i++)
		if (strcmp(argv[2], actions[i].name) == 0 && argc - 4 >= actions[i].args &&
			argc - 4 <= actions[i].args + actions[i].more)
			return hex_number(argv[3], strlen(argv[3]), id) ? &actions[i] : NULL;
	return NULL;
}

int main(int argc, char **argv)
{
	uint32_t id = 0;
	const struct action *action = find_action(argc, argv, &id);
	struct open_se05x part;
	struct why why = { "" };
	int rc;

	if (!action) {
		fputs(usage, stderr);
		return STATUS_USAGE;
	}
	rc = open_se05x(&part, argv[1], &why);
	if (rc == 0) {
		rc = action->run(&part, id, argv[4], &why);
		close_se05x(&part);
	}
	if (rc < 0)
		fprintf(stderr, "se05x-object: %s\n", why.text);
	else
		printf("se05x-object: %s %08x\n", action->name, id);
	return open_se05x_status(rc);
}
