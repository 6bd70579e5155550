namespace Solar.Runtime.Text;

/// <summary>A token that is one id wherever its text is written.</summary>
/// <param name="Text">Its text, such as <c>&lt;/s&gt;</c>.</param>
/// <param name="Id">Its id.</param>
/// <param name="StripsLeft">Whether white space before it goes with it.</param>
/// <param name="StripsRight">Whether white space behind it goes with it, as with Phi-3's <c>&lt;|user|&gt;</c>.</param>
internal sealed record SpecialToken(string Text, int Id, bool StripsLeft = false, bool StripsRight = false);
