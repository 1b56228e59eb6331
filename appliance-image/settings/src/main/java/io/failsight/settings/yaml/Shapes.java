package io.failsight.settings.yaml;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The shapes that many keys share. */
public final class Shapes {
    private static final Pattern HEAP = Pattern.compile("(\\d{1,6})([mg])", Pattern.CASE_INSENSITIVE);
    private static final int MIN_HEAP_MEBIBYTES = 64;
    private static final Pattern GIBIBYTES = Pattern.compile("[1-9]\\d{0,4}g");
    private static final Pattern DURATION = Pattern.compile("([1-9]\\d{0,6})(ms|s|m|h|d)");
    private static final Pattern HOST_PORT = Pattern.compile("(\\[[0-9a-fA-F:.]+\\]|[^\\s:\\[\\]]+):(\\d{1,5})");

    /** Any text of one line. */
    public static final Shape.Scalar<String> WORD =
            new Shape.Scalar<>("a text", text -> matching(text, "[^\\p{Cntrl}]+"));

    /** Name or address of a machine. */
    public static final Shape.Scalar<String> HOST = new Shape.Scalar<>(
            "a host name or an address, such as 192.0.2.1", text -> matching(text, "[^\\s/\\p{Cntrl}]+"));

    public static final Shape.Scalar<ZoneId> ZONE =
            new Shape.Scalar<>("the name of a time zone, such as Europe/Berlin or UTC", Shapes::zone);

    public static final Shape.Scalar<Duration> SPAN =
            new Shape.Scalar<>("a duration, such as 500ms, 5s, 2m, 1h or 3d", Shapes::duration);

    public static final Shape.Scalar<Duration> DAYS = new Shape.Scalar<>(
            "a number of days, such as 30d",
            text -> matching(text, "[1-9]\\d{0,4}d").flatMap(Shapes::duration));

    /** Mebibytes of a Java heap. */
    public static final Shape.Scalar<Integer> HEAP_SIZE =
            new Shape.Scalar<>("a Java heap of at least 64m, such as 256m or 2g", Shapes::heap);

    /** Bytes. */
    public static final Shape.Scalar<Long> ROOM = new Shape.Scalar<>(
            "a size of at least 1g, such as 14g",
            text -> GIBIBYTES.matcher(text).matches()
                    ? Optional.of(Long.parseLong(text.substring(0, text.length() - 1)) << 30)
                    : Optional.empty());

    /** Bytes, in mebibytes. */
    public static final Shape.Scalar<Long> MEBIBYTES = new Shape.Scalar<>(
            "a size of 1m to 9999m, such as 16m",
            text -> matching(text, "[1-9]\\d{0,3}m")
                    .map(size -> Long.parseLong(size.substring(0, size.length() - 1)) << 20));

    /** A part of a whole, above 0 and below 1. */
    public static final Shape.Scalar<Double> PERCENT = new Shape.Scalar<>(
            "a part of the disk, such as 85%",
            text -> matching(text, "[1-9]\\d?(\\.\\d)?%")
                    .map(percent -> Double.parseDouble(percent.substring(0, percent.length() - 1)) / 100));

    public static final Shape.Scalar<Boolean> YES_OR_NO = new Shape.Scalar<>(
            "true or false", text -> matching(text, "true|false").map(Boolean::parseBoolean));

    public static final Shape.Scalar<URI> HTTP_URL =
            new Shape.Scalar<>("an address such as https://host.example/path", Shapes::url);

    /** {@code host:port}; an IPv6 address stands in brackets. */
    public static final Shape.Scalar<HostPort> HOST_AND_PORT =
            new Shape.Scalar<>("a host and a port, such as 192.0.2.1:443", Shapes::hostPort);

    /** Absolute path or pattern of paths. */
    public static final Shape.Scalar<String> FILE_PATTERN = new Shape.Scalar<>(
            "an absolute path or a pattern of such that can be read, as /var/log/app/*.log (a \\ before signs that mean themselves)",
            Shapes::filePattern);

    /** An address and a port. */
    public record HostPort(String host, int port) {}

    private Shapes() {}

    public static Shape.Scalar<Integer> port(String example) {
        return new Shape.Scalar<>("a port from 1 to 65535, such as " + example, Shapes::portNumber);
    }

    /** One of some words. */
    public static <T> Shape.Scalar<T> oneOf(List<T> choices, Function<T, String> id) {
        List<String> words = choices.stream().map(id).toList();
        return new Shape.Scalar<>(
                "one of " + String.join(", ", words),
                text -> choices.stream()
                        .filter(choice -> id.apply(choice).equals(text))
                        .findFirst());
    }

    public static <T> Shape<List<T>> listOf(Shape<T> item) {
        return new Shape.ListOf<>(item, false);
    }

    /** A list, or one value alone. */
    public static <T> Shape<List<T>> oneOrMore(Shape<T> item) {
        return new Shape.ListOf<>(item, true);
    }

    private static Optional<String> matching(String text, String pattern) {
        return text.matches(pattern) ? Optional.of(text) : Optional.empty();
    }

    private static Optional<Integer> portNumber(String text) {
        return matching(text, "\\d{1,5}").map(Integer::valueOf).filter(port -> port >= 1 && port <= 65_535);
    }

    private static Optional<HostPort> hostPort(String text) {
        Matcher matcher = HOST_PORT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String host = matcher.group(1).replaceAll("[\\[\\]]", "");
        return portNumber(matcher.group(2)).map(port -> new HostPort(host, port));
    }

    private static Optional<ZoneId> zone(String text) {
        try {
            return Optional.of(ZoneId.of(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                });
    }

    private static Optional<Integer> heap(String text) {
        Matcher matcher = HEAP.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int factor = matcher.group(2).equalsIgnoreCase("g") ? 1024 : 1;
        return Optional.of(Integer.parseInt(matcher.group(1)) * factor).filter(size -> size >= MIN_HEAP_MEBIBYTES);
    }

    private static Optional<URI> url(String text) {
        try {
            URI uri = new URI(text);
            boolean good = ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null;
            return good ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> filePattern(String text) {
        try {
            FileSystems.getDefault().getPathMatcher("glob:" + text);
            return text.startsWith("/") ? Optional.of(text) : Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }
}
