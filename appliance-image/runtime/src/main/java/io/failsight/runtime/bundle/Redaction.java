package io.failsight.runtime.bundle;

import io.failsight.runtime.data.DataFolder;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes secrets out of texts: everything in {@code secrets/}, in files and environment variables that failsight.yaml names, however it is written, and
 * whatever stands behind words such as "password". Immutable and thread-safe.
 */
public final class Redaction {
    /** What stands where a secret stood. */
    static final String MARK = "[secret]";

    /** Shorter ones would tear holes into everything, and protect nothing. */
    private static final int MIN_SECRET = 6;

    private static final int MAX_SECRET_FILE_BYTES = 64 << 10;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");
    private static final Pattern WORD = Pattern.compile("[^\\s,'\"\\[\\]{}#]+");
    private static final Pattern NAMED = Pattern.compile(
            "(?i)((?:password|passwd|passphrase|secret|token|community|authorization|api-?key)[\"']?\\s*[:=]\\s*"
                    + "[\"']?(?:bearer |basic )?)([^\\s\"',}]{4,})");
    private static final Pattern SCHEME = Pattern.compile("\\b(Bearer|Basic) [A-Za-z0-9._~+/=-]{8,}");
    private static final Pattern NAMED_LINE = Pattern.compile(
            "(?im)^(\\s*-?\\s*[\\w-]*(?:password|secret|token|community)\\s*:)[ \\t]*(?!\\$\\{\\w+}\\s*$)(\\S.*)$");
    private static final Pattern URL = Pattern.compile(
            "(?i)\\b([a-z][a-z0-9+.-]*://)(?:[^\\s/@\"']*@)?([^\\s/?#\"',\\]}]+)([/?#][^\\s\"',\\]}]+)");
    private static final Pattern MAIL = Pattern.compile("[\\w.+-]+@([\\w-]+\\.[\\w.-]+)");
    private static final Pattern COMMENT = Pattern.compile("(?m)(^|\\s)#.*$");

    private final List<String> secrets;

    private Redaction(Set<String> found) {
        Set<String> written = new HashSet<>();
        for (String secret : found) {
            written.add(secret);
            written.add(secret.replace("\\", "\\\\").replace("\"", "\\\""));
            written.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
            written.add(Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
        }
        List<String> longestFirst = new ArrayList<>(written);
        longestFirst.sort(Comparator.comparingInt(String::length).reversed());
        secrets = List.copyOf(longestFirst);
    }

    /** Knows the secrets of that appliance, as far as this account can read them. */
    public static Redaction of(DataFolder folder, Map<String, String> environment) {
        Set<String> found = new HashSet<>();
        try (Stream<Path> files = Files.walk(folder.secrets())) {
            files.filter(Files::isRegularFile).forEach(file -> add(file, found));
        } catch (IOException | java.io.UncheckedIOException e) {
            // nothing that can be read can be repeated
        }
        String yaml = read(folder.config());
        Matcher words = WORD.matcher(yaml);
        while (words.find()) {
            try {
                Path file = folder.path().resolve(words.group());
                if (Files.isRegularFile(file) && !file.equals(folder.config())) {
                    add(file, found);
                }
            } catch (InvalidPathException e) {
                // no path
            }
        }
        Matcher variables = VARIABLE.matcher(yaml);
        while (variables.find()) {
            add(environment.getOrDefault(variables.group(1), ""), found);
        }
        add(environment.getOrDefault("FAILSIGHT_ADMIN_PASSWORD", ""), found);
        return new Redaction(found);
    }

    private static void add(Path file, Set<String> found) {
        String content = read(file);
        add(content.strip(), found);
        content.lines().forEach(line -> add(line.strip(), found));
        if (file.getFileName().toString().endsWith(".yaml")) {
            Matcher words = WORD.matcher(content);
            while (words.find()) {
                if (words.group().length() >= 20) { // hashes; not the names beside them
                    add(words.group(), found);
                }
            }
        }
    }

    private static void add(String secret, Set<String> found) {
        if (secret.length() >= MIN_SECRET && !secret.startsWith("-----") && !secret.startsWith("#")) {
            found.add(secret);
        }
    }

    private static String read(Path file) {
        try {
            return Files.isReadable(file) && Files.size(file) <= MAX_SECRET_FILE_BYTES
                    ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** A text of any kind without secrets. */
    public String clean(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, MARK);
        }
        clean = NAMED.matcher(clean).replaceAll(found -> {
            boolean plain = found.group(2).startsWith(MARK) || found.group(2).startsWith("${");
            return Matcher.quoteReplacement(plain ? found.group() : found.group(1) + MARK);
        });
        clean = SCHEME.matcher(clean).replaceAll("$1 " + Matcher.quoteReplacement(MARK));
        return URL.matcher(clean)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1)
                        + found.group(2)
                        + (isLocal(found.group(2)) ? withoutQuery(found.group(3)) : "/[path]")));
    }

    /** What stands behind a question mark may be a key, on this machine too. */
    private static String withoutQuery(String path) {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query) + "?[query]";
    }

    /** Our own addresses have nothing to hide, and say where something went wrong. */
    private static boolean isLocal(String host) {
        return host.startsWith("127.0.0.1") || host.startsWith("localhost") || host.startsWith("[::1]");
    }

    /** failsight.yaml without secrets, comments, paths of addresses, and names in mail addresses. */
    public String config(String yaml) {
        String plain = COMMENT.matcher(yaml).replaceAll("$1").replaceAll("(?m)^[ \\t]*\\R", "");
        plain = NAMED_LINE.matcher(plain).replaceAll("$1 " + Matcher.quoteReplacement(MARK));
        return MAIL.matcher(clean(plain)).replaceAll("[name]@$1");
    }
}
