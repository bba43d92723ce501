// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.factories.ModelProviderFactory;
import org.apache.flink.table.ml.ModelProvider;

/**
 * Creates model providers for {@code CREATE MODEL … WITH ('provider' = 'completions', …)}. Flink finds it by {@code
 * META-INF/services}.
 *
 * @since 0.1.0
 */
public final class CompletionsModelProviderFactory implements ModelProviderFactory {

    /** The value of the option {@code provider}. */
    public static final String IDENTIFIER = "completions";

    private static final String API_KEY = "api-key";

    /** Called by Flink's service loader. */
    public CompletionsModelProviderFactory() {}

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(ModelOptions.BASE_URL, ModelOptions.MODEL);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of(
                ModelOptions.API_KEY_FILE,
                ModelOptions.API_KEY_ENV,
                ModelOptions.HEADER_FILE,
                ModelOptions.HEADER_ENV,
                ModelOptions.PROFILE,
                ModelOptions.ORGANIZATION,
                ModelOptions.PROJECT,
                ModelOptions.TRANSPORT,
                ModelOptions.REQUIRE_TLS,
                ModelOptions.PACE_BY_RATE_LIMITS,
                ModelOptions.MAX_IN_FLIGHT,
                ModelOptions.TIMEOUT,
                ModelOptions.CONNECT_TIMEOUT,
                ModelOptions.RESPONSE_HEADERS_TIMEOUT,
                ModelOptions.READ_IDLE_TIMEOUT,
                ModelOptions.ERROR_HANDLING_STRATEGY,
                ModelOptions.RETRY_NUM,
                ModelOptions.RETRY_FALLBACK_STRATEGY,
                ModelOptions.COALESCE_MAX_PROMPTS,
                ModelOptions.COALESCE_MAX_DELAY,
                ModelOptions.MAX_TOKENS,
                ModelOptions.TEMPERATURE,
                ModelOptions.TOP_P,
                ModelOptions.N,
                ModelOptions.BEST_OF,
                ModelOptions.ECHO,
                ModelOptions.FREQUENCY_PENALTY,
                ModelOptions.PRESENCE_PENALTY,
                ModelOptions.LOGIT_BIAS,
                ModelOptions.LOGPROBS,
                ModelOptions.SEED,
                ModelOptions.STOP,
                ModelOptions.SUFFIX,
                ModelOptions.USER,
                ModelOptions.ADDITIONAL_PROPERTIES);
    }

    /**
     * Creates the provider of a model. Flink calls this when it plans a query that uses the model.
     *
     * @throws ValidationException if an option or a column of the model is invalid; the message names the remedy
     */
    @Override
    public ModelProvider createModelProvider(Context context) {
        Map<String, String> options = context.getCatalogModel().getOptions();
        if (options.containsKey(API_KEY)) {
            throw new ValidationException(
                    "Option 'api-key' would put the key into the catalog and the job graph as plain"
                            + " text; use 'api-key-file' or 'api-key-env', which name where task managers read the key");
        }
        OptionRules.check(options);
        FactoryUtil.ModelProviderFactoryHelper helper = FactoryUtil.createModelProviderFactoryHelper(this, context);
        helper.validate();
        ModelSettings settings = ModelSettings.of(helper.getOptions());
        ModelOutput output = ModelOutput.of(context.getCatalogModel());
        if (settings.maxPrompts() > 1 && output.reportsUsage()) {
            throw new ValidationException("Option 'coalesce-max-prompts' is " + settings.maxPrompts()
                    + ", but servers report the tokens of a request, not of each of its prompts; remove the option, or"
                    + " the columns of token counts");
        }
        return new CompletionsModelProvider(settings, output, context.getConfiguration());
    }
}
