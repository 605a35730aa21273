"""The framework's own words, which it has in English only: the page's script says them in the reader's language."""

from presentation.text import Text


def framework_words(text: Text) -> dict[str, str]:
    """What the framework writes → the same in the reader's language, both with their places; empty in English.

    A place called ``number`` stands for digits with an English decimal point, others for any words.
    """
    english = Text("en", text.theme)
    return {} if text.language == "en" else dict(zip(_words(english), _words(text), strict=True))


def _words(text: Text) -> tuple[str, ...]:
    """Source: the strings in ``streamlit/static/static/js`` of the widgets that our pages use."""
    return (
        # The frame and its menus
        text("Skip to main content"),
        text("App pages"),
        text("Main menu"),
        text("Menu"),
        text("Sidebar"),
        text("Expand sidebar"),
        text("Collapse sidebar"),
        text("{number} more"),
        text("View {number} more"),
        text("View more"),
        text("View less"),
        text("view more"),
        text("view less"),
        text("Notifications"),
        text("Navigate to home page"),
        text("Rerun"),
        text("Print"),
        text("Theme"),
        text("System"),
        text("Light"),
        text("Dark"),
        text("Close"),
        text("Dismiss"),
        text("Fullscreen"),
        text("Close fullscreen"),
        text("Copy to clipboard"),
        # Work under way and the connection
        text("Running..."),
        text("Stopping..."),
        text("Stop"),
        text("Connecting"),
        text("Connecting to Streamlit server"),
        text("Unable to connect to Streamlit server"),
        text("Connection error"),
        text("Connection timed out."),
        text("Connection failed with status {number}."),
        text("Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:"),
        text("Streamlit server is not responding. Are you connected to the internet?"),
        text("Error"),
        text("Error:"),
        text("Network Error"),
        text("Unknown error"),
        text("Try again"),
        text("Download failed"),
        text("Page not found"),
        text(
            "You have requested page /{page}, but no corresponding file was found in the app's pages/ directory. Running the app's main page."
        ),
        text("The page that you have requested does not seem to exist. Running the app's main page."),
        # Lists to choose from
        text("Open"),
        text("No results"),
        text("Select all"),
        text("Select {number} matches"),
        text("Selected values"),
        text("Clear all"),
        text("Clear value"),
        text("Clear entry"),
        text("Remove {choice}"),
        text("Multiselect options"),
        text("Selectbox options"),
        text("Choose options"),
        text("Choose an option"),
        text("You can only select up to {number} option. Remove an option first."),
        text("You can only select up to {number} options. Remove an option first."),
        text("{number} option available."),
        text("{number} options available."),
        text("{choice}, selected"),
        text("Suggestions"),
        text("Show suggestions"),
        # Fields
        text("Press Enter to apply"),
        text("Press Ctrl+Enter to apply"),
        text("Press ⌘+Enter to apply"),
        text("Press Enter to submit form"),
        text("Press Ctrl+Enter to submit form"),
        text("Press ⌘+Enter to submit form"),
        text("Invalid input."),
        # Files
        text("Upload"),
        text("Add files"),
        text("Drag and drop a file here"),
        text("Drag and drop files here"),
        text("file upload"),
        text("{number}MB per file"),
        text("{number}MB per file • {kinds}"),
        text("{number}B"),
        text("{number}KB"),
        text("{number}MB"),
        text("{number}GB"),
        text("File must be {number}MB or smaller."),
        text("{kind} files are not allowed."),
        text("This type of files are not allowed."),
        text("Only one file is allowed."),
        text("Too many files"),
        text("File size is too small."),
        text("Upload failed"),
        text("Unexpected error. Please try again."),
        text("Click to retry upload"),
        text("Cancel upload of {name}"),
    )
