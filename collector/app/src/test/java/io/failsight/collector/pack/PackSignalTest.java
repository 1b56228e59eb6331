package io.failsight.collector.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.failsight.collector.pack.load.PackLoad;
import io.failsight.model.Entry;
import io.failsight.model.EntryField;
import io.failsight.model.StorageClass;
import io.failsight.model.signal.SignalKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackSignalTest {
    private static final String PACK = """
            recognise: {program: p}
            set: {product: demo, layer: middleware, component: speaker}
            split: '{module:word} | {body:rest}'
            words:
              roles: {PRIM: primary, '*': unknown}
              parts: {db.exe: from-pack}
            rules:
              - match: 'role {role:word}'
                signal: {kind: role-changed, cluster: '{module}', remote: true, details: {role: '{role|roles}', product-role: '{role}'}}
              - match: 'gone {resource:word}{? because {reason:line}}'
                signal: {kind: component-down, component: '{resource|parts}', details: {reason: '{reason}'}}
              - match: 'both {peer_node:word} at {host:word}:{port:int}'
                signal:
                  - node-down
                  - {kind: address-moved, node: '{peer_node}', layer: network, resource: '{host}:{port}'}
              - match: 'nothing'
            """;

    @TempDir
    Path folder = Path.of("");

    private PackMatcher matcher(ProfileChooser profiles) {
        PackLoad load = new PackFolder(folder).with("demo", PACK).load();
        assertEquals(List.of(), load.problems());
        return load.packs().matcher(profiles);
    }

    private static Entry entry(String body) {
        Entry entry = new Entry();
        entry.text(EntryField.PROGRAM, "p");
        entry.text(EntryField.BODY, body);
        return entry;
    }

    @Test
    void constantsCapturesOfSplitAndRuleAndWordsMakeASignal() {
        Entry entry = entry("mirror | role PRIM");
        List<SignalDraft> drafts = matcher(ProfileChooser.NONE).apply(entry);
        assertEquals(
                List.of(new SignalDraft(
                        SignalKind.ROLE_CHANGED,
                        true,
                        "mirror",
                        "",
                        "middleware",
                        "speaker",
                        "",
                        Map.of("role", "primary", "product-role", "PRIM", "product", "demo"))),
                drafts);
        assertEquals("role-changed", entry.string(EntryField.SIGNAL));
        assertEquals(StorageClass.KEEP, entry.storageClass());
    }

    @Test
    void wordThatIsNotListedGoesToTheStar() {
        SignalDraft draft =
                matcher(ProfileChooser.NONE).apply(entry("mirror | role ODD")).getFirst();
        assertEquals("unknown", draft.details().get("role"));
        assertEquals("ODD", draft.details().get("product-role"));
    }

    @Test
    void ruleMayGiveSeveralSignalsAndTheFieldTakesTheFirst() {
        Entry entry = entry("both n2 at h:80");
        List<SignalDraft> drafts = matcher(ProfileChooser.NONE).apply(entry);
        assertEquals(
                List.of(SignalKind.NODE_DOWN, SignalKind.ADDRESS_MOVED),
                drafts.stream().map(SignalDraft::kind).toList());
        assertEquals("n2", drafts.get(1).node());
        assertEquals("network", drafts.get(1).layer());
        assertEquals("h:80", drafts.get(1).resource());
        assertEquals("node-down", entry.string(EntryField.SIGNAL));
        assertEquals("h:80", entry.string(EntryField.RESOURCE));
    }

    @Test
    void lineWithoutSignalMakesNoList() {
        PackMatcher matcher = matcher(ProfileChooser.NONE);
        matcher.apply(entry("mirror | role PRIM"));
        Entry entry = entry("nothing");
        assertSame(List.of(), matcher.apply(entry));
        assertSame(List.of(), matcher.apply(entry("mirror | role PRIM and more")));
        assertFalse(entry.has(EntryField.SIGNAL));
        assertEquals(StorageClass.NORMAL, entry.storageClass());
    }

    @Test
    void emptyDetailIsLeftOut() {
        assertEquals(
                Map.of("product", "demo"),
                matcher(ProfileChooser.NONE).apply(entry("gone x")).getFirst().details());
    }

    @ParameterizedTest
    @CsvSource({
        "gone DB.EXE, '', first", // no profile is named: the first that lists it, in either case
        "gone db.exe, second, of-second",
        "gone db.exe, first, first",
        "gone db.exe, other, first",
        "gone web.exe, first, web.exe", // only the second one lists it
        "gone web.exe, '', web",
        "gone x.exe, second, x.exe",
    })
    void profileOfTheClusterGoesBeforeThePack(String body, String profile, String component) throws IOException {
        Path profiles = Files.createDirectories(folder.resolve("demo/profiles"));
        Files.writeString(
                profiles.resolve("first.yaml"), "name: first\ndescription: d\nwords: {parts: {db.exe: first}}\n");
        Files.writeString(
                profiles.resolve("second.yaml"),
                "name: second\ndescription: d\nwords: {parts: {db.exe: of-second, web.exe: web}}\n");
        SignalDraft draft = matcher(entry -> profile).apply(entry(body)).getFirst();
        assertEquals(component, draft.component());
    }

    @Test
    void productPacksHaveTheProfilesOfTheSafeKitEditions() {
        List<String> profiles = ProductPacks.load().profileNames();
        assertTrue(
                profiles.containsAll(List.of("mobotix-hub", "xprotect-management-server")), () -> profiles.toString());
    }
}
