package io.failsight.runtime;

import io.failsight.model.VisibleText;
import io.failsight.runtime.command.CheckConfigCommand;
import io.failsight.runtime.command.DemoCommand;
import io.failsight.runtime.command.DoctorCommand;
import io.failsight.runtime.command.DownCommand;
import io.failsight.runtime.command.PackCommand;
import io.failsight.runtime.command.SenderCommand;
import io.failsight.runtime.command.StatusCommand;
import io.failsight.runtime.command.SupportBundleCommand;
import io.failsight.runtime.command.UpCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program behind the script {@code ./failsight}. Exit code 2 for a wrong command line. */
@Command(
        name = "failsight",
        mixinStandardHelpOptions = true,
        version = "Failsight 0.1.0-SNAPSHOT",
        synopsisSubcommandLabel = "COMMAND",
        description = "Logs and failovers of a cluster on one page.",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            DoctorCommand.class,
            DemoCommand.class,
            CheckConfigCommand.class,
            PackCommand.class,
            SenderCommand.class,
            SupportBundleCommand.class
        },
        footer = {
            "  test          Run all tests; test --full the long ones whole.",
            "  bench         Measure: bench ingest, bench correlate."
        })
public final class Main implements Runnable {
    /** Commands of the script itself, which this program only names. */
    private static final String SCRIPT_COMMANDS = ", test, bench, install-service";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** The program. */
    public static void main(String... arguments) {
        System.exit(new CommandLine(new Main())
                .setParameterExceptionHandler((problem, given) -> wrongCommandLine(problem))
                .setUsageHelpAutoWidth(true)
                .execute(arguments));
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    private static int wrongCommandLine(ParameterException problem) {
        CommandLine command = problem.getCommandLine();
        boolean top = command.getParent() == null;
        if (top && problem instanceof UnmatchedArgumentException unmatched) {
            System.err.println("failsight: unknown command '"
                    + VisibleText.oneLine(unmatched.getUnmatched().getFirst()) + "'; known are "
                    + String.join(", ", command.getSubcommands().keySet()) + SCRIPT_COMMANDS + ".");
        } else {
            System.err.println("failsight: " + VisibleText.lines(String.valueOf(problem.getMessage())));
            command.usage(System.err);
        }
        return 2;
    }
}
