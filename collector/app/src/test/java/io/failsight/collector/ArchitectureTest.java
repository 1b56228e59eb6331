package io.failsight.collector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rooms of the collector and who may see whom: model <- intake <- {receive, decode, pack, journal, sink, signal, clock, watch, disk} <- pipeline. */
@AnalyzeClasses(packages = "io.failsight.collector", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule intakeKnowsOnlyTheModel = noClasses()
            .that()
            .resideInAPackage("..collector.intake..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..collector.receive..",
                    "..collector.decode..",
                    "..collector.pack..",
                    "..collector.journal..",
                    "..collector.sink..",
                    "..collector.pipeline..");

    @ArchTest
    static final ArchRule siblingsDoNotKnowEachOther = slices().matching(
                    "io.failsight.collector.(receive|decode|pack|journal|sink|signal|clock|watch|ledger|canary|disk)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule onlyThePipelineKnowsThePipeline = noClasses()
            .that()
            .resideOutsideOfPackage("..collector.pipeline..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..collector.pipeline..");

    @ArchTest
    static final ArchRule openSearchTypesStayInTheSink = noClasses()
            .that()
            .resideOutsideOfPackage("..collector.sink.opensearch..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.opensearch..");

    @ArchTest
    static final ArchRule protobufStaysWithOtlp = noClasses()
            .that()
            .resideOutsideOfPackages("..collector.receive.otlp..", "..collector.decode.otlp..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.google.protobuf..", "io.opentelemetry.proto..");

    @ArchTest
    static final ArchRule theJournalIsPlainJava = classes()
            .that()
            .resideInAPackage("..collector.journal..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "com.github.luben.zstd..",
                    "org.jspecify..",
                    "io.failsight.model..",
                    "io.failsight.collector.intake..",
                    "io.failsight.collector.journal..");

    @ArchTest
    static final ArchRule noDrawersForOddsAndEnds =
            noClasses().should().resideInAnyPackage("..util..", "..common..", "..impl..", "..manager..", "..helper..");

    @ArchTest
    static final ArchRule theClockIsInjected = noClasses().should().callMethod(java.time.Instant.class, "now");
}
