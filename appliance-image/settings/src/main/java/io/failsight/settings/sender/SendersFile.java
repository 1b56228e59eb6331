package io.failsight.settings.sender;

import io.failsight.settings.AddressRange;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** The words of {@code secrets/senders.yaml}. Stateless, thread-safe. */
final class SendersFile {
    /** Beyond this it is something else. */
    private static final int MAX_BYTES = 4 << 20;

    private static final String HEAD =
            "# Who may send, made and revoked by `./failsight sender` and by the console. Tokens stand here as SHA-256 only.\n";

    private SendersFile() {}

    /** All senders; none when there is no such file. */
    static List<Sender> read(Path file) throws SendersFileException {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new SendersFileException(
                        file + " is larger than 4 MiB; it should hold senders only: restore it from a backup");
            }
            try (Reader reader = Files.newBufferedReader(file)) {
                return senders(file, new Yaml(new SafeConstructor(new LoaderOptions())).load(reader));
            }
        } catch (IOException e) {
            throw new SendersFileException("the file of senders " + file + " cannot be read (" + e + ")", e);
        } catch (YAMLException e) {
            throw new SendersFileException("the file of senders " + file + " is no YAML; restore it from a backup");
        }
    }

    private static List<Sender> senders(Path file, @Nullable Object root) throws SendersFileException {
        if (!(root instanceof Map<?, ?> map) || !(map.get("senders") instanceof List<?> listed)) {
            throw new SendersFileException(file + " must hold 'senders:' with a list; restore it from a backup");
        }
        List<Sender> senders = new ArrayList<>();
        Set<String> names = new HashSet<>();
        Set<String> digests = new HashSet<>();
        for (int i = 0; i < listed.size(); i++) {
            String where = file + ", sender " + (i + 1);
            try {
                Sender sender = sender(listed.get(i));
                if (!names.add(sender.name().toLowerCase(Locale.ROOT))) {
                    throw new IllegalArgumentException("its name is there twice");
                }
                for (Credential credential : sender.credentials()) {
                    if (!digests.add(credential.digest())) {
                        throw new IllegalArgumentException("one of its credentials is there twice");
                    }
                }
                senders.add(sender);
            } catch (IllegalArgumentException | DateTimeException e) {
                throw new SendersFileException(where + ": " + e.getMessage() + "; mend it, or restore a backup");
            }
        }
        return List.copyOf(senders);
    }

    private static Sender sender(@Nullable Object written) {
        Map<?, ?> map = map(written);
        List<AddressRange> ranges = new ArrayList<>();
        for (Object range : list(map.get("addresses"))) {
            ranges.add(AddressRange.read(String.valueOf(range))
                    .orElseThrow(() -> new IllegalArgumentException("an address or range cannot be read")));
        }
        List<Credential> credentials = new ArrayList<>();
        for (Object credential : list(map.get("credentials"))) {
            credentials.add(credential(map(credential)));
        }
        return new Sender(
                text(map, "name"),
                new Sender.Place(text(map, "site"), text(map, "cluster"), text(map, "node")),
                ranges,
                Instant.parse(text(map, "created")),
                credentials);
    }

    private static Credential credential(Map<?, ?> map) {
        Credential.Kind kind = switch (text(map, "kind")) {
            case "certificate" -> Credential.Kind.CERTIFICATE;
            case "token" -> Credential.Kind.TOKEN;
            default -> throw new IllegalArgumentException("a credential is a certificate or a token");
        };
        return new Credential(
                kind,
                text(map, "sha256"),
                text(map, "serial"),
                Instant.parse(text(map, "created")),
                instant(map, "expires"),
                instant(map, "revoked"));
    }

    private static Map<?, ?> map(@Nullable Object written) {
        if (written instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("it must hold keys and values");
    }

    private static List<?> list(@Nullable Object written) {
        if (written == null) {
            return List.of();
        }
        if (written instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException("addresses and credentials must be lists");
    }

    private static String text(Map<?, ?> map, String key) {
        return map.get(key) instanceof String text ? text : "";
    }

    private static Optional<Instant> instant(Map<?, ?> map, String key) {
        return map.containsKey(key) ? Optional.of(Instant.parse(text(map, key))) : Optional.empty();
    }

    /** The text of a file that holds these. */
    static String write(List<Sender> senders) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setDefaultScalarStyle(DumperOptions.ScalarStyle.DOUBLE_QUOTED);
        return HEAD
                + new Yaml(options)
                        .dump(Map.of(
                                "senders",
                                senders.stream().map(SendersFile::written).toList()));
    }

    private static Map<String, Object> written(Sender sender) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", sender.name());
        put(map, "site", sender.place().site());
        put(map, "cluster", sender.place().cluster());
        put(map, "node", sender.place().node());
        if (!sender.addresses().isEmpty()) {
            map.put(
                    "addresses",
                    sender.addresses().stream().map(AddressRange::text).toList());
        }
        map.put("created", sender.created().toString());
        map.put(
                "credentials",
                sender.credentials().stream().map(SendersFile::written).toList());
        return map;
    }

    private static Map<String, Object> written(Credential credential) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", credential.kind().id());
        map.put("sha256", credential.digest());
        put(map, "serial", credential.serial());
        map.put("created", credential.created().toString());
        credential.expires().ifPresent(when -> map.put("expires", when.toString()));
        credential.revoked().ifPresent(when -> map.put("revoked", when.toString()));
        return map;
    }

    private static void put(Map<String, Object> map, String key, String value) {
        if (!value.isEmpty()) {
            map.put(key, value);
        }
    }
}
