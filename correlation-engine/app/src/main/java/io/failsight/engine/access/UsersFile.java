package io.failsight.engine.access;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads the users file: {@code users: [{name: ..., roles: [viewer|operator|admin], password: <bcrypt hash>, disabled: true, made: true}]}, the last two
 * where they hold. Stateless.
 */
final class UsersFile {
    private static final int MAX_BYTES = 1 << 20;

    private UsersFile() {}

    static Map<String, Account> read(Path file) throws UsersFileException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new UsersFileException(file + " is larger than 1 MB; it should hold accounts only");
            }
            try (Reader reader = Files.newBufferedReader(file)) {
                return accounts(file, new Yaml(new SafeConstructor(new LoaderOptions())).load(reader));
            }
        } catch (IOException e) {
            throw new UsersFileException(
                    "the users file " + file + " cannot be read (" + e
                            + "); './failsight up' makes it at the first start",
                    e);
        } catch (YAMLException e) {
            // Its message would quote the file, hashes included.
            throw new UsersFileException(
                    "the users file " + file + " is no YAML; mend it, or restore it from a backup");
        }
    }

    private static Map<String, Account> accounts(Path file, @Nullable Object root) throws UsersFileException {
        if (!(root instanceof Map<?, ?> map) || !(map.get("users") instanceof List<?> users)) {
            throw new UsersFileException(file + " must hold 'users:' with a list");
        }
        Map<String, Account> accounts = new LinkedHashMap<>();
        for (int i = 0; i < users.size(); i++) {
            Account account = account(file + ", user " + (i + 1), users.get(i));
            if (accounts.put(account.name(), account) != null) {
                throw new UsersFileException(file + " names user '" + account.name() + "' twice; remove one");
            }
        }
        return Map.copyOf(accounts);
    }

    private static Account account(String where, @Nullable Object user) throws UsersFileException {
        if (!(user instanceof Map<?, ?> map)
                || !(map.get("name") instanceof String name)
                || name.isBlank()
                || !(map.get("password") instanceof String hash)
                || !(map.get("roles") instanceof List<?> roles)) {
            throw new UsersFileException(where + ": needs name, roles (a list) and password (a bcrypt hash)");
        }
        if (!hash.matches("\\$2[aby]\\$\\d{2}\\$[./A-Za-z0-9]{53}")) {
            throw new UsersFileException(
                    where + " ('" + name + "'): password is no bcrypt hash; plain passwords are not taken");
        }
        return new Account(name, roles(where, roles), hash, flag(where, map, "disabled"), flag(where, map, "made"));
    }

    /** A slip in a flag must not let somebody in. */
    private static boolean flag(String where, Map<?, ?> user, String key) throws UsersFileException {
        Object value = user.get(key);
        if (value == null) {
            return false;
        }
        if (!(value instanceof Boolean set)) {
            throw new UsersFileException(where + ": '" + key + "' must be true or false");
        }
        return set;
    }

    private static Set<Role> roles(String where, List<?> ids) throws UsersFileException {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (Object id : ids) {
            roles.add(Role.ofId(String.valueOf(id))
                    .orElseThrow(() -> new UsersFileException(
                            where + ": '" + id + "' is no role; there are viewer, operator and admin")));
        }
        if (roles.isEmpty()) {
            throw new UsersFileException(where + ": roles is empty; give viewer, operator or admin");
        }
        return roles;
    }
}
