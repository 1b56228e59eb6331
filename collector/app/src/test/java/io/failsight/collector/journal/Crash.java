package io.failsight.collector.journal;

import io.failsight.collector.journal.SimulatedDisk.Change;
import io.failsight.collector.journal.SimulatedDisk.NameChange;
import io.failsight.collector.journal.SimulatedDisk.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/** What a crash leaves of that which was not forced. What was forced is always there. */
enum Crash {
    /** The process died, the machine did not: everything is seen, nothing more is durable than before. */
    PROCESS_KILLED,
    /** Power went; nothing that was not forced was written. */
    NOTHING,
    /** Power went; everything was written. */
    EVERYTHING,
    /** Power went; the disk had written up to some point in time, and that write in part. */
    IN_ORDER,
    /** Power went; any of the writes and names had been written, in any order. */
    ANY,
    /** As {@link #ANY}, and of each write any sectors of 512 bytes; the others read as zeros. */
    ANY_SECTORS,
    /** Power went; all names and sizes were written and any pages of 4 KiB; the others hold what lay on the disk before. */
    ANY_PAGES;

    SimulatedDisk of(
            Map<Path, Node> seen, Map<Path, Node> durable, List<NameChange> pending, long orders, Random random) {
        Map<Node, Node> copies = new IdentityHashMap<>();
        if (this == PROCESS_KILLED) {
            Map<Path, Node> seenCopies = copies(seen, copies);
            List<NameChange> pendingCopies = pending.stream()
                    .map(change -> new NameChange(
                            change.order(),
                            change.gone(),
                            change.made(),
                            change.node() == null
                                    ? null
                                    : copies.computeIfAbsent(Objects.requireNonNull(change.node()), Crash::same)))
                    .toList();
            return new SimulatedDisk(seenCopies, copies(durable, copies), pendingCopies, orders, random);
        }
        Fate fate = fate(orders, random);
        Map<Path, Node> names = new TreeMap<>(durable);
        for (NameChange change : pending) {
            if (fate.survives(change.order())) {
                change.applyTo(names);
            }
        }
        names.keySet().removeIf(name -> hasLostParent(name, names));
        Map<Path, Node> left = new HashMap<>();
        names.forEach((name, node) -> left.put(name, copies.computeIfAbsent(node, one -> remains(one, fate, random))));
        return new SimulatedDisk(left, left, List.of(), orders, random);
    }

    private static Map<Path, Node> copies(Map<Path, Node> names, Map<Node, Node> copies) {
        Map<Path, Node> all = new HashMap<>();
        names.forEach((name, node) -> all.put(name, copies.computeIfAbsent(node, Crash::same)));
        return all;
    }

    private static Node same(Node node) {
        Node copy = new Node(node.directory);
        copy.seen = node.seen.clone();
        copy.durable = node.durable.clone();
        copy.pending = new ArrayList<>(node.pending);
        return copy;
    }

    private static boolean hasLostParent(Path name, Map<Path, Node> names) {
        for (Path parent = name.getParent(); parent != null; parent = parent.getParent()) {
            if (!names.containsKey(parent)) {
                return true;
            }
        }
        return false;
    }

    /** Decides by the order of a change whether it survived. */
    private interface Fate {
        boolean survives(long order);
    }

    private Fate fate(long orders, Random random) {
        return switch (this) {
            case PROCESS_KILLED, EVERYTHING, ANY_PAGES -> order -> true;
            case NOTHING -> order -> false;
            case IN_ORDER -> {
                // near the end, where the unforced changes are
                long last = orders - 1 - (long) Math.floor(Math.abs(random.nextGaussian()) * 4);
                yield order -> order <= last;
            }
            case ANY, ANY_SECTORS -> {
                long seed = random.nextLong();
                int often = 1 + random.nextInt(4);
                yield order -> new Random(seed ^ order * 0x9E3779B97F4A7C15L).nextInt(5) < often;
            }
        };
    }

    private Node remains(Node node, Fate fate, Random random) {
        byte[] content = node.durable;
        for (int i = 0; i < node.pending.size(); i++) {
            Change change = node.pending.get(i);
            boolean survives = fate.survives(change.order());
            content = switch (this) {
                case PROCESS_KILLED, EVERYTHING, NOTHING, ANY -> survives ? change.applyTo(content) : content;
                case IN_ORDER ->
                    survives
                            ? change.applyTo(content)
                            : i == 0 || fate.survives(node.pending.get(i - 1).order())
                                    ? torn(change, content, random)
                                    : content;
                case ANY_SECTORS -> survives ? pieces(change, content, 512, false, random) : content;
                case ANY_PAGES -> pieces(change, content, 4_096, true, random);
            };
        }
        Node left = new Node(node.directory);
        left.seen = content.clone();
        left.durable = content.clone();
        return left;
    }

    private static byte[] torn(Change change, byte[] content, Random random) {
        byte[] bytes = change.bytes();
        if (bytes == null) {
            return content;
        }
        byte[] some = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
        return new Change(change.order(), change.position(), some).applyTo(content);
    }

    private static byte[] pieces(Change change, byte[] content, int size, boolean garbage, Random random) {
        byte[] bytes = change.bytes();
        if (bytes == null) {
            return change.applyTo(content);
        }
        byte[] result = content;
        int at = 0;
        while (at < bytes.length) {
            int to = (int) Math.min(bytes.length, (change.position() + at) / size * size + size - change.position());
            byte[] piece = Arrays.copyOfRange(bytes, at, to);
            if (random.nextBoolean()) {
                long position = change.position() + at;
                int kept = (int) Math.clamp(content.length - position, 0, piece.length);
                if (garbage) {
                    random.nextBytes(piece);
                } else {
                    Arrays.fill(piece, (byte) 0);
                }
                if (kept > 0) {
                    System.arraycopy(content, (int) position, piece, 0, kept);
                }
            }
            result = new Change(change.order(), change.position() + at, piece).applyTo(result);
            at = to;
        }
        return result;
    }
}
