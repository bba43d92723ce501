// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.complete;

import dev.completions4j.Choice;
import dev.completions4j.Logprobs;
import dev.completions4j.TokenLogprob;
import dev.completions4j.cli.terminal.Cells;
import dev.completions4j.cli.terminal.Shade;

/** Each token on a background that shows its probability. */
final class ShadedFormat implements ChoiceFormat {

    @Override
    public String header() {
        return "";
    }

    @Override
    public String text(Choice choice) {
        Logprobs logprobs = choice.logprobs();
        if (logprobs == null || logprobs.tokens().isEmpty()) {
            return Cells.printable(choice.text());
        }
        StringBuilder text = new StringBuilder();
        for (TokenLogprob token : logprobs.tokens()) {
            Double logprob = token.logprob();
            // The first token of an echoed prompt has no probability.
            Shade shade = logprob == null ? Shade.LIKELY : Shade.of(Math.exp(logprob));
            text.append(shade.on(Cells.printable(token.token())));
        }
        return text.toString();
    }
}
