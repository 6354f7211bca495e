using System.Management.Automation;
using System.Management.Automation.Language;

namespace Ash.Commands;

/// <summary>
/// What an argument comes to where that can be told without running anything: constants, variables, their members and elements, and strings
/// of these. It is about what PowerShell itself takes for safe when it completes members.
/// </summary>
internal static class PlainExpression
{
    private static readonly HashSet<Type> Plain =
    [
        typeof(ConstantExpressionAst), typeof(StringConstantExpressionAst), typeof(ExpandableStringExpressionAst),
        typeof(VariableExpressionAst), typeof(MemberExpressionAst), typeof(IndexExpressionAst), typeof(ArrayLiteralAst),
        typeof(ParenExpressionAst), typeof(SubExpressionAst), typeof(ScriptBlockAst), typeof(NamedBlockAst), typeof(StatementBlockAst),
        typeof(PipelineAst), typeof(CommandExpressionAst),
    ];

    /// <summary>The value; null where there is none, or none that may be found out.</summary>
    public static object? ValueOf(ExpressionAst expression)
    {
        switch (expression)
        {
            case ConstantExpressionAst constant:
                return constant.Value;
            // Words without quotes would be a command if they stood alone. The first says enough.
            case ArrayLiteralAst { Elements: [var first, ..] }:
                return ValueOf(first);
        }
        // What is looked at is what will run, which is not the line but a script of this text.
        string text = expression.Extent.Text;
        ScriptBlockAst script = Parser.ParseInput(text, out _, out ParseError[] errors);
        Ast? other = script.Find(static part => !Plain.Contains(part.GetType()), searchNestedScriptBlocks: true);
        if (errors.Length > 0 || other is not null) return null;
        try
        {
            // What fails is nobody's error.
            return ScriptBlock.Create($"Set-StrictMode -Off\ntry {{\n{text}\n}} catch {{ $Error.RemoveAt(0) }}").InvokeReturnAsIs();
        }
        catch (RuntimeException)
        {
            return null;
        }
    }
}
