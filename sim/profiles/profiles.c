/* sim/profiles/profiles.c: built-in profiles by name, users' by path, and who holds them. */
#include "profiles.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "profile_builtin.h"

enum {
	FILE_MAX = 256 * 1024,
	PATH_LEN_MAX = 1024,
};

/* In the arena itself, as is the profile. */
struct profile_held {
	struct arena *arena;
	atomic_uint holders;
};

const char *profile_name(size_t nth)
{
	return nth < profile_builtin.n ? profile_builtin.texts[nth].name : NULL;
}

bool profile_is_known(const char *name, size_t len)
{
	return profile_text_find(&profile_builtin, (struct span){ name, len }) != NULL;
}

bool profile_is_path(const char *name, size_t len)
{
	static const char ending[] = ".profile";
	const size_t n = sizeof(ending) - 1;

	return memchr(name, '/', len) || (len > n && memcmp(name + len - n, ending, n) == 0);
}

int profile_finish(const struct profile **out, const struct profile *from, struct arena *arena)
{
	struct profile_held *held = arena_take(arena, sizeof(*held));
	struct profile *profile = arena_copy(arena, from, sizeof(*from));

	if (!held || !profile)
		return -ENOMEM;
	held->arena = arena;
	atomic_init(&held->holders, 1);
	profile->held = held;
	*out = profile;
	return 0;
}

const struct profile *profile_hold(const struct profile *profile)
{
	if (profile)
		atomic_fetch_add(&profile->held->holders, 1);
	return profile;
}

void profile_drop(const struct profile *profile)
{
	if (profile && atomic_fetch_sub(&profile->held->holders, 1) == 1)
		arena_free(profile->held->arena);
}

int profile_parse(const struct profile **out, const char *file, const char *text, size_t len, struct why *why)
{
	return profile_parse_with(&profile_fragments, out, file, text, len, why);
}

/* A file of ours is named as it is known, and so is what it holds. */
static int check_name(const struct profile *profile, const char *path, struct why *why)
{
	if (!profile_is_known(profile->name, strlen(profile->name)))
		return 0;
	return why_fail(why, EINVAL, "%s: the name %s is a built-in profile's: give the file's another", path,
		profile->name);
}

/* Bounded, and of a file that ends. */
static int read_file(int fd, const char *path, char **text, size_t *len, struct why *why)
{
	struct stat status;
	size_t got = 0;

	if (fstat(fd, &status) < 0)
		return why_errno(why, errno, "cannot read %s", path);
	if (!S_ISREG(status.st_mode))
		return why_fail(why, EINVAL, "%s is no regular file, so no profile", path);
	if (status.st_size > FILE_MAX)
		return why_fail(why, EFBIG, "%s is longer than %d KiB, so no profile", path, FILE_MAX / 1024);
	*text = malloc(FILE_MAX);
	if (!*text)
		return why_errno(why, ENOMEM, "no memory for the profile %s", path);
	while (got < FILE_MAX) {
		ssize_t n = read(fd, *text + got, FILE_MAX - got);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return why_errno(why, errno, "cannot read %s", path);
		if (n == 0)
			break;
		got += (size_t)n;
	}
	*len = got;
	return 0;
}

static int open_file(const struct profile **out, const char *path, struct why *why)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char *text = NULL;
	size_t len = 0;
	int rc;

	if (fd < 0)
		return why_errno(why, errno, "cannot open the profile %s", path);
	rc = read_file(fd, path, &text, &len, why);
	close(fd);
	if (rc == 0)
		rc = profile_parse(out, path, text, len, why);
	free(text);
	if (rc == 0) {
		rc = check_name(*out, path, why);
		if (rc < 0) {
			profile_drop(*out);
			*out = NULL;
		}
	}
	return rc;
}

int profile_open(const struct profile **out, const char *name, size_t len, struct why *why)
{
	const struct profile_text *text = profile_text_find(&profile_builtin, (struct span){ name, len });
	char path[PATH_LEN_MAX];

	*out = NULL;
	if (text)
		return profile_parse(out, text->name, text->at, text->len, why);
	if (!profile_is_path(name, len))
		return -ENOENT;
	if (len >= sizeof(path))
		return why_fail(why, ENAMETOOLONG, "the path of the profile is longer than %zu characters",
			sizeof(path) - 1);
	memcpy(path, name, len);
	path[len] = '\0';
	return open_file(out, path, why);
}

int profile_stand_in(const struct profile **out, const char *name, const char *kind, struct why *why)
{
	static const struct profile_atecc atecc;
	static const struct profile_se050 se050;
	struct arena *arena = arena_new();
	struct profile profile = {
		.is_stand_in = true, .summary = "made from a user's profile", .source = "a user's profile"
	};
	int rc = arena ? 0 : -ENOMEM;

	if (rc == 0) {
		profile.name = arena_string(arena, (struct span){ name, strlen(name) });
		profile.kind = arena_string(arena, (struct span){ kind, strlen(kind) });
		if (strcmp(kind, "se050") == 0)
			profile.se050 = &se050;
		else
			profile.atecc = &atecc;
		profile.address = profile.se050 ? 0x48 : 0x60;
		rc = profile.name && profile.kind ? profile_finish(out, &profile, arena) : -ENOMEM;
	}
	if (rc < 0) {
		arena_free(arena);
		return why_errno(why, ENOMEM, "no memory for a profile");
	}
	return 0;
}
