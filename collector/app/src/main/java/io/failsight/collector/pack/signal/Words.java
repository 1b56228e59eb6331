package io.failsight.collector.pack.signal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The word tables of a pack and of its profiles. A profile is how one installation of the product calls its services, such as one maker's
 * edition; its words go before those of the pack. Where nobody says which profile it is, the first one that lists the word is meant. Immutable
 * and thread-safe.
 */
public final class Words {
    /** No tables at all. */
    public static final Words NONE = new Words(Map.of(), List.of());

    private final Map<String, WordTable> tables;
    private final List<Profile> profiles;

    /**
     * One edition of the product.
     *
     * @param name lower-kebab name, as in {@code clusters[].profile} of {@code failsight.yaml}
     * @param tables its word tables by name
     */
    public record Profile(String name, Map<String, WordTable> tables) {
        public Profile {
            tables = Map.copyOf(tables);
        }
    }

    /** Tables of the pack by name, and its profiles in the order in which they are asked. */
    public Words(Map<String, WordTable> tables, List<Profile> profiles) {
        this.tables = Map.copyOf(tables);
        this.profiles = List.copyOf(profiles);
    }

    /** Names of all tables. */
    public Set<String> tableNames() {
        Set<String> names = new java.util.TreeSet<>(tables.keySet());
        profiles.forEach(profile -> names.addAll(profile.tables().keySet()));
        return names;
    }

    /** Names of all profiles. */
    public List<String> profileNames() {
        return profiles.stream().map(Profile::name).toList();
    }

    /** Every meaning in the tables of that name. */
    public List<String> meanings(String table) {
        List<String> meanings = new ArrayList<>();
        tablesOf(table, "").forEach(words -> words.meanings().forEach(meanings::add));
        return meanings;
    }

    /**
     * What a word means.
     *
     * @param table name of the table
     * @param word word of the product
     * @param profile the profile to ask, empty for any
     */
    public String meaning(String table, String word, String profile) {
        for (WordTable words : tablesOf(table, profile)) {
            Optional<String> listed = words.listed(word);
            if (listed.isPresent()) {
                return listed.get();
            }
        }
        WordTable own = tables.get(table);
        return own == null ? word : own.meaning(word);
    }

    private List<WordTable> tablesOf(String table, String profile) {
        List<WordTable> found = new ArrayList<>();
        boolean known = profiles.stream().anyMatch(candidate -> candidate.name().equals(profile));
        for (Profile candidate : profiles) {
            WordTable words = candidate.tables().get(table);
            if (words != null && (!known || candidate.name().equals(profile))) {
                found.add(words);
            }
        }
        WordTable own = tables.get(table);
        if (own != null) {
            found.add(own);
        }
        return found;
    }
}
