// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli;

import dev.completions4j.cli.failure.UsageException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one sentence why arguments cannot be used: what is wrong, the value, and the remedy. */
final class UsageErrors {

    /** An option without its value: {@code --name=value}, {@code -nvalue}. */
    private static final String OPTION = "--[\\w-]*|-\\w?";

    private UsageErrors() {}

    static boolean asksForHelp(String argument) {
        return argument.equals("-h") || argument.equals("--help");
    }

    static String sentence(ParameterException e, String... arguments) {
        if (e.getCause() instanceof UsageException cause) {
            return String.valueOf(cause.getMessage());
        }
        String help = "see " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help";
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched, help, arguments);
        }
        String name = name(e.getArgSpec());
        if (e instanceof OverwrittenOptionException overwritten) {
            return name(overwritten.getOverwritten()) + " is given more than once; leave one out";
        }
        if (e instanceof MissingParameterException || name.isEmpty() || e.getValue() == null) {
            String message = String.valueOf(e.getMessage());
            return message.replaceFirst("Missing required parameter for option '([^']*)'.*", "$1 needs a value")
                            .replaceFirst(
                                    "(?s)Expected parameter for option '([^']*)' but found '(" + OPTION + ").*'",
                                    "$1 needs a value, but is followed by $2")
                    + "; " + help;
        }
        return name + " is '" + e.getValue() + "'; " + rule(e);
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : "";
    }

    private static String rule(ParameterException e) {
        Class<?> type = e.getArgSpec().type();
        if (type == boolean.class) {
            return "it takes no value, so leave the value out";
        }
        if (type == int.class || type == Integer.class || type == Long.class) {
            return "it must be a whole number, such as 50";
        }
        if (type == Double.class) {
            return "it must be a number, such as 0.7";
        }
        String message = String.valueOf(e.getMessage());
        return message.substring(message.indexOf(": ") + 1).strip();
    }

    private static String unmatched(UnmatchedArgumentException e, String help, String... arguments) {
        String first = e.getUnmatched().get(0);
        String shown = shown(first);
        if (shown.equals("--api-key")) {
            return "API keys are not taken as arguments, which other users can see; put the key into OPENAI_API_KEY, or"
                    + " into a file and name it with --api-key-file";
        }
        if (!first.startsWith("-")) {
            return arguments[0] + " takes only options, no words; to complete a prompt that begins with this word,"
                    + " write: completions complete " + arguments[0];
        }
        int equals = first.indexOf('=');
        String option = equals < 0 ? first : first.substring(0, equals);
        List<String> similar = e.getSuggestions().stream()
                .filter(each -> Typos.isTypo(option, each))
                .toList();
        String known =
                similar.isEmpty() ? shown + "'; " : option + "'; did you mean " + similar.get(0) + "? Otherwise ";
        return "Unknown option '" + known + help + ", and write -- before a prompt that begins with a hyphen";
    }

    /** Returns the name of an option without its value, which may be a secret; empty if it is none. */
    private static String shown(String argument) {
        Matcher name = Pattern.compile(OPTION).matcher(argument);
        return name.lookingAt() ? name.group() : "";
    }
}
