"""Results that can be acted on: what measures lead to and what people say of them, among never fewer than five."""
