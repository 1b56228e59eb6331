package io.failsight.engine.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.representer.Representer;

/**
 * The users file as it is written: what this program does not know in it stays, comments do not. Used by one thread.
 */
final class UsersDocument {
    private static final String HEAD = """
        # Accounts of the console and the API. Roles: viewer, operator, admin. Passwords are bcrypt hashes.
        # The page Accounts writes this file, and drops other comments; edit it by hand as you like, also while Failsight runs.
        # Forgotten? Delete this file: the next start makes a new admin password and prints it.
        """;

    private final Map<String, Object> root;
    private final List<Map<String, Object>> users = new ArrayList<>();

    private UsersDocument(Map<String, Object> root) {
        this.root = root;
        if (root.get("users") instanceof List<?> list) {
            list.forEach(user -> users.add(members(user)));
        }
        root.put("users", users);
    }

    /** Reads a file that {@link UsersFile} finds good. */
    static UsersDocument read(Path file) throws IOException {
        return new UsersDocument(
                members(new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file))));
    }

    private static Map<String, Object> members(@Nullable Object of) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (of instanceof Map<?, ?> map) {
            map.forEach((key, value) -> members.put(String.valueOf(key), value));
        }
        return members;
    }

    private Optional<Map<String, Object>> user(String name) {
        return users.stream().filter(user -> name.equals(user.get("name"))).findFirst();
    }

    /** Adds an account, or changes the one of that name. */
    void put(Account account) {
        Map<String, Object> user = user(account.name()).orElseGet(() -> {
            Map<String, Object> fresh = new LinkedHashMap<>();
            fresh.put("name", account.name());
            users.add(fresh);
            return fresh;
        });
        user.put("roles", new ArrayList<>(account.roleIds()));
        user.put("password", account.passwordHash());
        flag(user, "disabled", account.disabled());
        flag(user, "made", account.passwordMade());
    }

    private static void flag(Map<String, Object> user, String key, boolean set) {
        if (set) {
            user.put(key, true);
        } else {
            user.remove(key);
        }
    }

    void remove(String name) {
        users.removeIf(user -> name.equals(user.get("name")));
    }

    /** Writes it beside the file, 0600 and forced to disk; {@link #replace} puts it in place. */
    void prepare(Path fresh) throws IOException {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setAllowUnicode(true);
        String text = HEAD + new Yaml(new Representer(options), options).dump(root);
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** Puts what was prepared in the place of the file, at once. */
    static void replace(Path fresh, Path file) throws IOException {
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
