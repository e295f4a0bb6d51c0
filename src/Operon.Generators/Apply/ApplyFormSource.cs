namespace Operon.Generators;

/// <summary>Writes the classes of forms.</summary>
internal static class ApplyFormSource
{
    private const string Library = "global::Operon.Kubernetes";
    private const string Json = "global::System.Text.Json";
    private const string Values = Library + ".ApplyValues";

    public static void Write(SourceWriter writer, ApplyFormModel form)
    {
        writer.Line();
        if (form.Namespace.Length > 0)
        {
            writer.Open($"namespace {form.Namespace}");
        }

        writer.Line($"/// <summary>What to own of a {Reference(form.Source)} by server-side apply: only what is set is sent.</summary>");
        var baseType = form.Kind is null ? $"{Library}.ApplyForm" : $"{Library}.ResourceApplyForm<{form.Source}>";
        writer.Open($"{(form.IsPublic ? "public" : "internal")} sealed partial class {form.Name} : {baseType}");
        writer.Line($"private static readonly string[] _names = [{string.Join(", ", form.Fields.Select(field => CSharpLiteral.Of(field.JsonName)))}];");
        for (var index = 0; index < form.Fields.Count; index++)
        {
            writer.Line($"private {form.Fields[index].DeclaredType} _field{index};");
        }

        if (form.Kind is { } kind)
        {
            WriteRoot(writer, form, kind);
        }

        for (var index = 0; index < form.Fields.Count; index++)
        {
            WriteProperty(writer, form.Fields[index], index);
        }

        WriteMembers(writer, form);
        writer.Close();
        if (form.Namespace.Length > 0)
        {
            writer.Close();
        }
    }

    private static void WriteRoot(SourceWriter writer, ApplyFormModel form, KindModel kind)
    {
        writer.Line();
        writer.Line("/// <summary>Begins a form of the object with this name.</summary>");
        writer.Open(kind.IsNamespaced
            ? $"public {form.Name}(string name, string? namespaceName = null) : base(name, namespaceName)"
            : $"public {form.Name}(string name) : base(name, null)").Close();
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line($"public override {Library}.ResourceKind<{form.Source}> Kind {(kind.Expression.StartsWith("new ", StringComparison.Ordinal) ? $"{{ get; }} = {kind.Expression}" : $"=> {kind.Expression}")};");
        writer.Line();
        writer.Line("/// <summary>");
        writer.Line("/// What <paramref name=\"fieldManager\"/> owns of an object by server-side apply, at the values it has: to change and to apply again. Throws <see cref=\"System.ArgumentException\"/> when");
        writer.Line("/// the object carries no managedFields.");
        writer.Line("/// </summary>");
        writer.Line("/// <param name=\"resource\">The object as the server has it.</param>");
        writer.Line("/// <param name=\"fieldManager\">Whose fields.</param>");
        writer.Line("/// <param name=\"subresource\">Fields applied to this subresource, such as <c>status</c>; null for the object itself.</param>");
        writer.Open($"public static {form.Name} Extract({form.Source} resource, string fieldManager, string? subresource = null)");
        writer.Line(kind.IsNamespaced
            ? $"var form = new {form.Name}(resource.Metadata.Name, resource.Metadata.NamespaceProperty);"
            : $"var form = new {form.Name}(resource.Metadata.Name);");
        writer.Line("form.Take(resource, fieldManager, subresource);").Line("return form;").Close();
    }

    private static void WriteProperty(SourceWriter writer, ApplyField field, int index)
    {
        writer.Line();
        writer.Line($"/// <inheritdoc cref=\"{field.Source}\"/>");
        writer.Open($"public {field.DeclaredType} {Name(field)}");
        writer.Line($"get => _field{index};");
        writer.Open("set").Line($"_field{index} = value;").Line($"Mark({index});").Close();
        writer.Close();
    }

    private static void WriteMembers(SourceWriter writer, ApplyFormModel form)
    {
        writer.Line().Line("/// <inheritdoc/>");
        writer.Line("protected override global::System.Collections.Generic.IReadOnlyList<string> FieldNames => _names;");
        writer.Line().Line("/// <inheritdoc/>");
        writer.Open($"protected override void WriteField(int field, {Json}.Utf8JsonWriter writer, {Json}.JsonSerializerOptions options)");
        WriteSwitch(writer, form.Fields, WriteCall);
        writer.Close();
        writer.Line().Line("/// <inheritdoc/>");
        writer.Open($"protected override void ReadField(int field, {Json}.JsonElement value, {Json}.JsonSerializerOptions options)");
        WriteSwitch(writer, form.Fields, (field, _) => $"{Name(field)} = {ReadCall(field)}");
        writer.Close();
    }

    // A type without fields has a form too, and compilers warn of a switch without cases.
    private static void WriteSwitch(SourceWriter writer, EquatableArray<ApplyField> fields, Func<ApplyField, int, string> statement)
    {
        if (fields.Count == 0)
        {
            return;
        }

        writer.Open("switch (field)");
        for (var index = 0; index < fields.Count; index++)
        {
            writer.Line($"case {index}: {statement(fields[index], index)}; break;");
        }

        writer.Close();
    }

    // Nullable values are written by their own type: contexts know that one.
    private static string WriteCall(ApplyField field, int index) => field.Shape switch
    {
        ApplyShape.Form => $"{Values}.WriteForm(writer, _field{index}, options)",
        ApplyShape.FormList => $"{Values}.WriteList(writer, _field{index}, {Values}.WriteForm, options)",
        ApplyShape.FormMap => $"{Values}.WriteMap(writer, _field{index}, {Values}.WriteForm, options)",
        ApplyShape.MicroTime => $"{Values}.WriteMicroTime(writer, _field{index})",
        ApplyShape.Converted => $"if (_field{index} is {{ }} value{index}) {{ {Values}.WriteBy<{field.Type}>(new {field.Converter}(), writer, value{index}, options); }} else {{ writer.WriteNullValue(); }}",
        _ => field.Type switch
        {
            "string" => $"writer.WriteStringValue(_field{index})",
            "bool" => $"if (_field{index} is {{ }} value{index}) {{ writer.WriteBooleanValue(value{index}); }} else {{ writer.WriteNullValue(); }}",
            "int" or "long" => $"if (_field{index} is {{ }} value{index}) {{ writer.WriteNumberValue(value{index}); }} else {{ writer.WriteNullValue(); }}",
            _ => $"if (_field{index} is {{ }} value{index}) {{ {Values}.Write<{field.Type}>(writer, value{index}, options); }} else {{ writer.WriteNullValue(); }}",
        },
    };

    private static string ReadCall(ApplyField field) => field.Shape switch
    {
        ApplyShape.Form => $"value.ValueKind == {Json}.JsonValueKind.Null ? null : {Values}.ReadForm<{field.Type}>(value, options)",
        ApplyShape.FormList => $"{Values}.ReadList(value, {Values}.ReadForm<{field.Type}>, options)",
        ApplyShape.FormMap => $"{Values}.ReadMap(value, {Values}.ReadForm<{field.Type}>, options)",
        ApplyShape.Converted => $"value.ValueKind == {Json}.JsonValueKind.Null ? null : {Values}.ReadBy<{field.Type}>(new {field.Converter}(), value, options)",
        _ => $"value.ValueKind == {Json}.JsonValueKind.Null ? null : {Values}.Read<{field.Type}>(value, options)",
    };

    private static string Name(ApplyField field) => $"@{field.Property}";

    // A cref cannot name a generic type with its arguments.
    private static string Reference(string type) => type.Contains('<') ? $"<c>{type.Replace("global::", "").Replace("<", "&lt;").Replace(">", "&gt;")}</c>" : $"<see cref=\"{type}\"/>";
}
