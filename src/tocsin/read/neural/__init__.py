"""The local engine: one small encoder with several trained heads (onnxruntime; no torch)."""
