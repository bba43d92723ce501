// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli;

import dev.completions4j.cli.config.Decoded;
import dev.completions4j.cli.failure.UsageException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Runs a command if the locale can represent all of its arguments, so that no request has another text. */
final class DecodedArguments extends RunLast {

    private final Decoded decoded;

    DecodedArguments(Decoded decoded) {
        this.decoded = decoded;
    }

    @Override
    protected List<Object> handle(ParseResult parsed) {
        for (CommandLine command : parsed.asCommandLineList()) {
            try {
                command.getParseResult().matchedArgs().forEach(this::check);
            } catch (UsageException e) {
                throw new ParameterException(command, String.valueOf(e.getMessage()), e);
            }
        }
        return super.handle(parsed);
    }

    private void check(ArgSpec argument) {
        String texts = String.join(" ", argument.originalStringValues());
        if (argument instanceof OptionSpec option) {
            decoded.check(texts, option.longestName(), "");
        } else {
            decoded.check(texts, "The argument", ", or pipe the text in");
        }
    }
}
