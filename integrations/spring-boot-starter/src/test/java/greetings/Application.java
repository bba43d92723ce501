// SPDX-License-Identifier: Apache-2.0
package greetings;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class Application {}
