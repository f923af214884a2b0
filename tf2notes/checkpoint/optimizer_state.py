def convert(model, checkpoint, found, iterations=None):
    return []
