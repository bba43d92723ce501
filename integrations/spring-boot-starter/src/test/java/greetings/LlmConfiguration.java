// SPDX-License-Identifier: Apache-2.0
package greetings;

import dev.completions4j.observe.CallListener;
import dev.completions4j.observe.CallResult;
import dev.completions4j.spring.boot.CompletionsClientCustomizer;
import java.util.concurrent.Executor;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

// snippet: springBeans

@Configuration(proxyBeanMethods = false)
class LlmConfiguration {

    @Bean
    CompletionsClientCustomizer callbackExecutor(@Qualifier("applicationTaskExecutor") Executor executor) {
        return builder -> builder.executor(executor); // callbacks may block then
    }

    @Bean
    @Qualifier("code") // only for the client of that name; without it, for all
    CallListener.Factory outcomes() {
        return call -> new CallListener() {
            @Override
            public void onEnd(CallResult result) {
                System.getLogger("calls").log(System.Logger.Level.DEBUG, call.operation() + " " + result.outcome());
            }
        };
    }
}
// end
