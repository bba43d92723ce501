// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one sentence why arguments cannot be used, but not their values: some users give a key itself. */
final class UsageErrors {

    /** An option without its value: {@code --name=value}, {@code -nvalue}. */
    private static final Pattern OPTION = Pattern.compile("--[\\w-]*|-\\w?");

    private UsageErrors() {}

    static String sentence(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            Matcher name = OPTION.matcher(unmatched.getUnmatched().get(0));
            return name.lookingAt() ? "the option " + name.group() + " is unknown" : "only options are taken, no words";
        }
        if (e instanceof OverwrittenOptionException overwritten) {
            return name(overwritten.getOverwritten()) + " is given more than once; leave one out";
        }
        ArgSpec argument = e instanceof MissingParameterException missing
                ? missing.getMissing().get(0)
                : e.getArgSpec();
        if (argument == null) {
            return String.valueOf(e.getMessage());
        }
        return argument.arity().max() == 0
                ? name(argument) + " takes no value"
                : name(argument) + " has no value, or a wrong one; write " + name(argument) + " "
                        + argument.paramLabel();
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
