package io.failsight.collector.pack.load;

import io.failsight.collector.pack.Pack;
import io.failsight.collector.pack.PackSet;
import io.failsight.collector.pack.signal.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Loads packs from folders, each with one folder a pack and a {@code pack.yaml} in it. A later folder's pack takes the place of an
 * earlier one of the same name, unless it is broken. Stateless, thread-safe.
 */
public final class PackLoader {
    /** Largest {@code pack.yaml}: 1 MiB. A larger one is refused. */
    static final long MAX_PACK_BYTES = 1 << 20;

    private PackLoader() {}

    /** Loads the packs of these folders, the system's first and the user's own after it. */
    public static PackLoad load(List<Path> folders) {
        return load(folders, PackLoad.NOTHING);
    }

    /** Loads the packs of these folders, and one more that takes the place of another of its name. */
    public static PackLoad loadWith(List<Path> folders, Path packFolder) {
        PackLoad others = load(folders);
        List<PackProblem> problems = new ArrayList<>(others.problems());
        problems.removeIf(problem -> problem.file().startsWith(packFolder));
        Map<String, Pack> packs = new TreeMap<>();
        others.packs().packs().forEach(pack -> packs.put(pack.name(), pack));
        loadOne(packFolder, problems).ifPresent(pack -> packs.put(pack.name(), pack));
        return new PackLoad(new PackSet(List.copyOf(packs.values())), Map.of(), problems);
    }

    /** Loads again; a pack that is broken now stays as it was in {@code before}. */
    static PackLoad load(List<Path> folders, PackLoad before) {
        Map<String, Pack> packs = new TreeMap<>();
        Map<Path, Pack> sound = new HashMap<>();
        List<PackProblem> problems = new ArrayList<>();
        for (Path folder : folders) {
            for (Path packFolder : packFolders(folder, problems)) {
                Optional<Pack> read = loadOne(packFolder, problems);
                read.or(() -> Optional.ofNullable(before.sound().get(packFolder)))
                        .ifPresent(pack -> {
                            packs.put(pack.name(), pack);
                            sound.put(packFolder, pack);
                        });
            }
        }
        return new PackLoad(new PackSet(List.copyOf(packs.values())), sound, problems);
    }

    private static List<Path> packFolders(Path folder, List<PackProblem> problems) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(Files::isDirectory)
                    .filter(child -> !child.getFileName().toString().startsWith("."))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        } catch (IOException e) {
            problems.add(new PackProblem(
                    folder, 0, "cannot list the folder of packs (" + e + "): create it or make it readable"));
            return List.of();
        }
    }

    private static Optional<Pack> loadOne(Path packFolder, List<PackProblem> problems) {
        Path file = packFolder.resolve("pack.yaml");
        try {
            if (!Files.exists(file)) {
                problems.add(
                        new PackProblem(file, 0, "is missing: every folder of packs needs one, see docs/packs.md"));
                return Optional.empty();
            }
            if (Files.size(file) > MAX_PACK_BYTES) {
                problems.add(new PackProblem(file, 0, "is larger than " + MAX_PACK_BYTES + " bytes: split the pack"));
                return Optional.empty();
            }
            int before = problems.size();
            List<Words.Profile> profiles = WordsReader.profiles(packFolder, problems);
            PackReader reader = new PackReader(file, packFolder.getFileName().toString(), profiles);
            Optional<Pack> pack = reader.read(Files.readString(file));
            problems.addAll(reader.problems());
            return problems.size() > before ? Optional.empty() : pack;
        } catch (IOException e) {
            problems.add(new PackProblem(file, 0, "cannot be read (" + e + "): make it readable, UTF-8 text"));
            return Optional.empty();
        }
    }
}
