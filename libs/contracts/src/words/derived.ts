import type { Words } from '../words.ts';

export const derivedWords: Readonly<Record<string, Words>> = {
  'file.no-preview': { zh: '这个文件没有预览图：{reason}', en: 'There is no preview of this file: {reasonEn}' },
  'file.no-page': { zh: '没有第 {page} 页，这个文件共 {pages} 页', en: 'There is no page {page}; this file has {pages}' },
  'file.no-text': { zh: '没有这个文件的文字：{reason}', en: 'There is no text of this file: {reasonEn}' },
  'file.not-publishable': { zh: '只有照片可以公开；文档请先另存为图片', en: 'Only pictures can be published; save a document as pictures first' },
};
