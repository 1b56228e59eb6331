package io.failsight.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom: model and query <- store, access, tail <- api <- service. */
@AnalyzeClasses(packages = "io.failsight.engine", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
    @ArchTest
    static final ArchRule QUERY_IS_PURE = classes()
            .that()
            .resideInAPackage("..engine.query..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.failsight.engine.query..",
                    "io.failsight.model..",
                    "java.lang..",
                    "java.nio.charset..",
                    "java.time..",
                    "java.util..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule OPENSEARCH_ONLY_IN_STORE = noClasses()
            .that()
            .resideOutsideOfPackage("..engine.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.opensearch..", "org.apache.hc..");

    @ArchTest
    static final ArchRule STORE_KNOWS_ONLY_QUERIES = noClasses()
            .that()
            .resideInAPackage("..engine.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..engine.api..",
                    "..engine.access..",
                    "..engine.tail..",
                    "..engine.service..",
                    "io.quarkus..",
                    "jakarta..");

    @ArchTest
    static final ArchRule ACCESS_STANDS_ALONE = noClasses()
            .that()
            .resideInAPackage("..engine.access..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..engine.api..",
                    "..engine.store..",
                    "..engine.query..",
                    "..engine.tail..",
                    "..engine.service..",
                    "io.quarkus..",
                    "jakarta..");

    @ArchTest
    static final ArchRule TAIL_KNOWS_ONLY_QUERIES = noClasses()
            .that()
            .resideInAPackage("..engine.tail..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..engine.api..",
                    "..engine.access..",
                    "..engine.store..",
                    "..engine.service..",
                    "io.quarkus..",
                    "jakarta..");

    @ArchTest
    static final ArchRule NOTIFY_KNOWS_ONLY_INCIDENTS = noClasses()
            .that()
            .resideInAPackage("..engine.notify..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..engine.api..",
                    "..engine.access..",
                    "..engine.store..",
                    "..engine.query..",
                    "..engine.tail..",
                    "..engine.service..",
                    "io.quarkus..");

    @ArchTest
    static final ArchRule MAIL_AND_SNMP_ONLY_IN_CHANNELS = noClasses()
            .that()
            .resideOutsideOfPackage("..engine.notify.channel..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.mail..", "org.eclipse.angus..", "org.snmp4j..");

    @ArchTest
    static final ArchRule NOBODY_KNOWS_THE_WIRING = noClasses()
            .that()
            .resideOutsideOfPackage("..engine.service..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..engine.service..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.failsight.engine.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule TIME_COMES_FROM_OUTSIDE = noClasses()
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");
}
