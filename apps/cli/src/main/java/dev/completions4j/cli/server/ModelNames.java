// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.server;

import dev.completions4j.ApiException;
import dev.completions4j.CompletionsClient;
import dev.completions4j.ModelList;
import dev.completions4j.cli.config.Setting;
import dev.completions4j.cli.config.Settings;
import dev.completions4j.cli.failure.UsageException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Chooses the model of a request. */
public final class ModelNames {

    private static final String OF_OPENAI = "gpt-3.5-turbo-instruct";
    private static final int SHOWN = 5;

    private ModelNames() {}

    /**
     * Returns the model that the settings name, or else the only one that the server has.
     *
     * @param server the server
     * @param settings the settings
     * @param option the value of the option; null if it is absent
     * @param client asks the server
     * @param running waits for the answer
     * @throws UsageException if no model was named and the server has several, or none
     */
    public static String choose(
            Server server, Settings settings, @Nullable String option, CompletionsClient client, RunningCall running) {
        String named = settings.text(Setting.MODEL, option);
        if (named != null) {
            return named;
        }
        if (server.embedded() != null || server.connection().isOpenAi()) {
            return OF_OPENAI;
        }
        return only(listed(client, running));
    }

    /** Returns the names of the models. */
    private static List<String> listed(CompletionsClient client, RunningCall running) {
        try {
            return running.await(client.models()).models().stream()
                    .map(ModelList.Model::id)
                    .toList();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ApiException refused && refused.kind() == ApiException.Kind.NOT_FOUND) {
                throw new UsageException("The server has no list of models; check the base URL, which usually ends with"
                        + " /v1, or name a model with --model");
            }
            throw e;
        }
    }

    private static String only(List<String> names) {
        if (names.isEmpty()) {
            throw new UsageException("The list of the server's models is empty; name one with --model");
        }
        if (names.size() > 1) {
            String some = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
            throw new UsageException("The server has " + names.size() + " models; choose one with --model: " + some
                    + (names.size() > SHOWN ? ", …" : ""));
        }
        return names.get(0);
    }
}
